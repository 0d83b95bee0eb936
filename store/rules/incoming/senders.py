"""Who sends by nature what: addresses that machines write from, and headers that only machines and lists set."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.incoming.mail import Mail

_DAEMON = re.compile(
    r"mailer[-_.]?daemon|mail[-_.]?daemon|post_?-?master|mdaemon|mail[-_.]delivery([-_.]?sub)?[-_.]?system|"
    r"mail[-_.]?system|"
    r"maildelivery|mmdf|sysadmin|smtp[-_.]?daemon|mail[-_.]?deliver(y|er)|system[-_.]?administrator|delivery[-_.]?status|"
    r"microsoftexchange[0-9a-f]{20,}|bounce[-_.]?notif\w*|antispam-bounce|virtual-mailer|undeliverable|mailadmin|"
    r"internet-mail-service|mail[-_.]?admin(istrator)?|mailerdaemon|daemon", re.IGNORECASE)
_DAEMON_NAME = re.compile(
    r"mail ?delivery (sub)?system|mail delivery service|mailer.?daemon|\bpostmaster\b|^system administrator$|"
    r"mail administrator|delivery (subsystem|service)|internet mail delivery|mail system\b|microsoft outlook$|"
    r"mail delivery agent|postoffice|email delivery", re.IGNORECASE)
_NO_REPLY = re.compile(
    r"(^|[-_.+])(no|not?|dont|donot|do[-_.]not|never|non)[-_.]?(reply|respond|response|answer|replay)|"
    r"^(no|do[-_.]?not|dont)[-_.]?(reply|respond|contact|mail|email)|nicht[-_.]?antworten|keine?[-_.]?antwort|"
    r"ne[-_.]?pas[-_.]?repondre|nepasrepondre|no[-_.]?(responder|responda|contestar)|non[-_.]?rispondere|"
    r"nao[-_.]?respond|niet[-_.]?beantwoorden|nie[-_.]?odpowiadac|inget?[-_.]?svar|svar[-_.]?ikke|"
    r"^noreply|noreply$", re.IGNORECASE)


_MACHINE_HOSTS = frozenset((
    "alerts", "alert", "news", "newsletter", "newsletters", "notifications", "notification", "notify", "mailer", "mailing",
    "mailings", "updates", "marketing", "offers", "promo", "promotions", "campaigns", "e", "em", "email", "emails", "bounce",
    "bounces", "announcements", "deals", "rewards", "reply", "noreply", "lists"))
"First labels of hosts that firms send from to many."


def _words(text: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(text.split())


_MACHINES = _words(
    "notification notifications notify notifier notice notices alert alerts newsletter newsletters news mailer "
    "mailing mailings  "
    "mailinglist bounce bounces auto automated automatic autoreply autoresponder auto-reply auto-confirm robot "
    "bot cron root  "
    "daemon nobody www-data apache httpd updates digest digests announce announcements announcement marketing promo promos "
    "promotion promotions offers deals survey surveys receipt receipts invoice+statements ebill statement "
    "statements confirm  "
    "confirmation confirmations verify verification order-update ship-confirm shipment-tracking delivery mailman majordomo "
    "listserv listproc listar ecartis owner-postmaster webmaster-bounces rss feed feeds calendar-notification invitations "
    "reminder reminders subscriptions subscribe unsubscribe campaign campaigns e-news enews emailer messenger "
    "system jira github gitlab bugzilla jenkins nagios monitoring backup logwatch fax voicemail reply replies")
_ROLES = _words(
    "support help helpdesk info service services sales billing invoice invoices orders order customerservice customercare "
    "customer-service customer care contact office team hello admin administrator accounts account security "
    "webmaster feedback  "
    "members membership booking bookings reservations reservation tickets ticket store shop payments payment hr "
    "jobs careers  "
    "privacy abuse press media events event register registration mail email kundenservice kundendienst "
    "bestellung rechnung  "
    "buchung serviceclient service-client commandes contacto ventas pedidos editor subscriber clientservices partners "
    "loyalty rewards offers-noreply specials savings bargains winners")
LIST_FIELDS = frozenset((
    "list-id", "list-post", "list-unsubscribe", "list-subscribe", "list-archive", "list-help", "list-owner", "mailing-list",
    "x-mailing-list", "x-mailman-version", "x-beenthere", "x-listname", "x-list-id", "x-ml-name", "x-mlserver",
    "x-list-host",
    "x-list", "x-listserver", "x-loop-list", "x-egroups-return", "x-egroups-msg-info", "x-ezmlm", "x-sympa-to",
    "x-yahoogroups",
    "x-mailinglist", "x-mailing-list-name", "x-list-administrivia", "list-software", "x-list-unsubscribe",
    "list-unsubscribe-post",
    "x-google-group-id", "x-yahoo-newman-property", "list", "list-url", "x-unsubscribe", "x-list-owner",
    "x-acknowledge-to-list",
))
BULK_FIELDS = frozenset((
    "feedback-id", "x-feedback-id", "x-csa-complaints", "x-campaign", "x-campaignid", "x-campaign-id", "x-campaign_id",
    "x-report-abuse",
    "x-mailer-recptid", "x-mailgun-tag", "x-mailgun-campaign-id", "x-mc-user", "x-mandrill-user", "x-mcsend",
    "x-job", "x-jobid", "x-messagebus-info", "x-mailingid", "x-mailing-id", "x-mailerid", "x-cid-campaign", "x-rpcampaign",
    "x-newsletter", "x-newsletter-id", "x-bulkmail", "x-bulk", "x-massmail", "x-mass-mail", "x-emarsys", "x-sfmc-stack",
    "x-elqpod", "x-elqsiteid", "x-klaviyo-message-id", "x-marketo", "x-mktarchive", "x-mailchimp-campaign",
    "x-cheetah-mail",
    "x-dynmail", "x-subscriber", "x-subscriberid", "x-subscription", "x-list-info", "x-silverpop", "x-ems-campaign",
    "x-bounce-tracking", "x-roving-id", "x-roving-campaignid", "x-lyris-message-id", "x-stormpost-to", "x-mailer-info",
    "x-mid-campaign", "x-complaints-to-list", "x-acxiom", "x-eloqua", "x-responsys", "x-ymlpcode", "x-mdmailing",
    "x-rmx-mailing",
    "x-sendgrid-campaign", "x-em-mailing", "x-returnpath-campaign", "x-vr-campaign", "x-cmd-mailing",
    "require-recipient-valid-since",
))
MACHINE_FIELDS = frozenset((
    "x-github-reason", "x-github-sender", "x-github-recipient", "x-gitlab-project", "x-jira-fingerprint",
    "x-atlassian-token",
    "x-bugzilla-url", "x-bugzilla-reason", "rt-ticket", "managed-by", "rt-originator", "x-otrs-loop", "x-otrs-autoreply",
    "x-zendesk-priority-mail", "x-zendesk-from-account-id", "x-freshdesk", "x-helpscout-conversation-id",
    "x-sourceforge-tracker",
    "x-launchpad-message-rationale", "x-phabricator-sent-this-message", "x-gerrit-messagetype", "x-cron-env",
    "x-php-originating-script", "x-php-script", "x-linkedin-template", "x-linkedin-class", "x-facebook",
    "x-facebook-notify",
    "x-twitter-createdat", "x-notification-type", "x-notification-category", "x-amazon-mail-relay-type",
    "x-ebay-mailtracker",
    "x-paypal", "x-pp-email-transmission-id", "x-uber", "x-eventbrite", "x-meetup-messg-id", "x-trello", "x-redmine-host",
    "x-trac-project", "x-mantis", "x-discourse-topic-id", "x-yandex-fwd-machine", "x-stripe-eid", "x-stripe-mailer-type",
    "x-email-type-id", "x-meeting-uid", "x-ses-configuration-set", "x-osticket", "x-ticket-id", "x-kayako",
))
AUTOMATIC_FIELDS = frozenset((
    "x-autoreply", "x-auto-reply", "x-autorespond", "x-autoresponder", "x-auto-respond", "x-autogenerated",
    "x-autoreply-from",
    "x-auto-reply-from", "x-mail-autoreply", "x-vacation", "x-vacation-message", "x-fc-machinegenerated",
    "autoresponder", "x-autoresponse",
    "x-auto-response", "x-generated-by-autoresponder", "x-away", "x-autoreply-to", "x-ezmlm-autoreply", "x-automailer",
    "x-amazon-auto-reply", "x-auto-generated", "x-autoreply-domain", "x-cpanel-autoresponder", "x-boxtrapper",
    "x-boxbe-challenge",
    "x-challenge", "x-tmda-confirm", "x-spamarrest-challenge", "x-autorply", "x-auto-message", "x-gmail-vacation",
))
_PERSONAL_CLIENTS = re.compile(
    r"apple mail|iphone mail|ipad mail|thunderbird|mozilla|outlook|evolution|kmail|mutt|the bat|airmail|sylpheed|"
    r"claws|eudora|"
    r"pine|gnus|zimbra|roundcube|squirrelmail|horde|imp/|lotus notes|ibm notes|yahoomail|atlas|aol|webmail|samsung|"
    r"bluemail|k-9|mailmate|postbox|emclient|em client|spark|foxmail|becky|turnpike|pegasus|entourage|nine/|exmh|vm 6|"
    r"open-xchange|sogo|rainloop|fairemail|protonmail|fastmail|airmail|novell groupwise|xmail|mew |wanderlust|forte agent|"
    r"internet mail service|ximian|balsa|msn|hotmail|opera|netscape|mailspring|geary|elm|mh ", re.IGNORECASE)


def local_of(address: str) -> str:
    """Return the part of an address before the @, in lower case."""
    return address.rpartition("@")[0].lower()


def is_daemon(mail: Mail) -> bool:
    """Return whether a mail system itself writes, by the address or the name in From."""
    local = local_of(mail.sender[1])
    if local:
        name = mail.sender[0].strip()
        return _DAEMON.fullmatch(local) is not None or (
            _DAEMON.match(name) is not None and _DAEMON_NAME.search(name) is not None)
    shown = mail.first("from")
    return _DAEMON.search(shown) is not None or _DAEMON_NAME.search(shown) is not None


def is_null_sender(mail: Mail) -> bool:
    """Return whether the envelope says that nobody wants an answer, as bounces and most automatic answers do."""
    path = mail.first("return-path").strip()
    return "return-path" in mail.headers and (path in ("", "<>", "< >") or _DAEMON.fullmatch(
        local_of(path.strip("<> "))) is not None)


def is_no_reply(address: str) -> bool:
    """Return whether an address says that nobody reads it."""
    return _NO_REPLY.search(local_of(address)) is not None


def is_machine(address: str) -> bool:
    """Return whether an address is one that programs send from: `notifications@`, `newsletter@`, `orders-update@`."""
    local = local_of(address)
    words = re.split(r"[-_.+=]+", local)
    labels = address.rpartition("@")[2].lower().split(".")
    return words[0] in _MACHINES or words[-1] in _MACHINES or (len(labels) > 2 and labels[0] in _MACHINE_HOSTS)


def is_role(address: str) -> bool:
    """Return whether an address is a firm's rather than a person's: `support@`, `info@`."""
    local = local_of(address)
    return local in _ROLES or re.split(r"[-_.+=]+", local)[0] in _ROLES


def has_personal_client(mail: Mail) -> bool:
    """Return whether a program that people write with left its name or its marks."""
    named = f"{mail.first('user-agent')} {mail.first('x-mailer')} {mail.first('x-newsreader')}"
    if _PERSONAL_CLIENTS.search(named) is not None:
        return True
    return "thread-index" in mail.headers or mail.message_id.lower().endswith(("@mail.gmail.com>", ".prod.outlook.com>"))
