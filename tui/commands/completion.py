"""`onward completion`: the shell completes names, flags and commands; put in place by one command, or printed."""

from __future__ import annotations

import os

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
# Onward for zsh. In ~/.zshrc:  eval "$(onward completion zsh)"
_onward() {
    local -a found
    found=("${(@f)$("${words[1]}" --complete zsh "" "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)}")
    if [[ -z "${found[*]}" ]]; then
        case "${words[2]}" in import|restore|export) _files ;; esac
        return
    fi
    compadd -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -a found
}
if [[ "${funcstack[1]}" == _onward ]]; then
    _onward "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef _onward onward
fi
"""
FISH = """\
# Onward for fish. In ~/.config/fish/config.fish:  onward completion fish | source
function __onward
    set -l line (commandline -cp)
    set -l words (commandline -opc)
    $words[1] --complete fish "" "$line" 2>/dev/null
end
complete -c onward -f -a '(__onward)'
complete -c onward -n '__fish_seen_subcommand_from import restore export' -F
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
INSTALL = "install"


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--yes")
    asking.flag("--dry-run")
    asking.flag("--json")
    asking.free_words("SHELL")


def run(asked: Namespace, console: Console) -> int:
    """Print the script of a shell, or put it where the shell finds it."""
    first, rest = asked.SHELL[0], asked.SHELL[1:]
    if first == INSTALL and len(rest) <= 1:
        from tui.commands.completion_installing import install

        return install(_known(rest[0]) if rest else used_shell(), asked, console)
    if rest:
        from tui.wording import spoken

        raise UsageFault("bad-usage", command="completion", reason=spoken.ONE_WORD_TOO_MANY.format(word=rest[-1]))
    console.put(SCRIPTS[_known(first, INSTALL)].rstrip("\n"))
    return 0


def used_shell() -> str:
    """Return the shell that the user works in, from SHELL; raises UsageFault(`missing-words`) where it is another one."""
    name = os.path.basename(os.environ.get("SHELL", ""))
    if name not in SCRIPTS:
        from tui.wording import spoken

        raise UsageFault("missing-words", command="completion", missing=spoken.WHICH_SHELL)
    return name


def _known(shell: str, *others: str) -> str:
    """Return the name of a shell; raises UsageFault(`unknown-action`) for one that is not known."""
    if shell in SCRIPTS:
        return shell
    from tui.commands.asking import nearest

    raise UsageFault("unknown-action", command="completion", action=shell, hint=nearest(shell, (*SCRIPTS, *others)))
