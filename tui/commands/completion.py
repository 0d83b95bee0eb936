"""`onward completion bash|zsh|fish`: a script for the shell, which asks Onward what a word may go on with."""

from __future__ import annotations

from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console

ASK = "--complete"
"The hidden first word with which a shell asks."

BASH = """\
# Onward for bash. In ~/.bashrc:  eval "$(onward completion bash)"
_onward() {
    local line
    COMPREPLY=()
    compopt +o default 2>/dev/null
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <("${COMP_WORDS[0]}" --complete bash "$COMP_POINT" "$COMP_LINE" 2>/dev/null)
    case "${COMP_WORDS[1]}" in
        import|restore|export) [ "${#COMPREPLY[@]}" -eq 0 ] && compopt -o default 2>/dev/null ;;
    esac
}
complete -o filenames -F _onward onward
"""
ZSH = """\
#compdef onward
# Onward for zsh. In ~/.zshrc, after compinit:  eval "$(onward completion zsh)"
_onward() {
    local -a found
    found=("${(@f)$("${words[1]}" --complete zsh "" "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)}")
    if [[ -z "${found[*]}" ]]; then
        case "${words[2]}" in import|restore|export) _files ;; esac
        return
    fi
    compadd -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -a found
}
compdef _onward onward
"""
FISH = """\
# Onward for fish. In ~/.config/fish/config.fish:  onward completion fish | source
function __onward
    set -l line (commandline -cp)
    (commandline -opc)[1] --complete fish "" "$line" 2>/dev/null
end
complete -c onward -f -a '(__onward)'
complete -c onward -n '__fish_seen_subcommand_from import restore export' -F
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.words("SHELL", "bash, zsh or fish", metavar="bash|zsh|fish")
    asking.examples("eval \"$(onward completion bash)\"", "onward completion fish | source")


def run(asked: Namespace, console: Console) -> int:
    """Print the script of a shell."""
    script = SCRIPTS.get(asked.SHELL)
    if script is None:
        from tui.commands.asking import nearest

        raise UsageFault("unknown-action", command="completion", action=asked.SHELL, hint=nearest(asked.SHELL, SCRIPTS))
    console.put(script.rstrip("\n"))
    return 0
