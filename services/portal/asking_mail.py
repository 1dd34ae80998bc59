"""The email that asks a provider whether its listings are still right, to be sent from somebody's own programme."""

from dataclasses import dataclass
from urllib.parse import quote

from services.portal.adapters.answers import Provider
from services.portal.languages import gettext as _
from services.portal.languages import ngettext


@dataclass(frozen=True)
class Mail:
    """`to` is empty where the provider told no address."""

    to: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """Opens a new message in the reader's own programme (RFC 6068: lines end with CR LF)."""
        body = quote(self.text.replace("\n", "\r\n"), safe="")
        return f"mailto:{quote(self.to, safe='@')}?subject={quote(self.subject, safe='')}&body={body}"


def asking_mail(provider: Provider, old: int, site: str, sender: str) -> Mail:
    """`old`: how many listings are due; `site`: where this platform is, without a slash at its end."""
    due = ngettext("%(num)s listing", "%(num)s listings", old) % {"num": old}
    about = {"name": provider.details.name, "due": due}
    lines = [
        _("Hello,"),
        _("Learners find the English classes of %(name)s on Signpost. %(due)s should be looked at again.") % about,
        _("Please open your listings and press “Still right” for each that is as it should be, or correct or withdraw it:"),
        f"{site}/my?provider={quote(provider.id, safe='')}",
        _("It takes a minute. A listing that nobody checks for a year is hidden from learners. If you cannot sign in, answer this email."),
        _("Thank you,"),
        sender,
    ]
    return Mail(provider.details.contact.email or "", _("Are your English classes on Signpost still right?"), "\n\n".join(lines))
