"""From the content of a mail to the message: plain and HTML, with the one-click stop of RFC 8058."""

import hmac
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup, escape

from recognize.identity.secrets import signature
from recognize.lib.markdown import Markdown
from recognize.notifications.kinds import KINDS
from recognize.notifications.lines import line
from recognize.notifications.queries import MailContent
from recognize.settings import settings

LOCAL_URL = "http://127.0.0.1:8000"
STOP_PATH = "/api/mail/stop"
OWN_PAGES = '<a class="mention" href="/'  # where a text holds it, it is not markup: there `<` is `&lt;`


def away_from_home(html: str) -> Markup:
    """What a text was rendered to once, with links that lead somewhere in a mail, too."""
    return Markup(html.replace(OWN_PAGES, f"{OWN_PAGES[:-1]}{escape(public_url())}/"))  # noqa: S704 — sanitised when it was written


def plain(message: str) -> str:
    return Markdown(message).plain()


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "emails"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["away_from_home"] = away_from_home
_templates.filters["plain"] = plain
_templates.filters["line"] = line
# What every kind of mail says.
GREETINGS = {
    "es": {"greeting": "Hola, {name}:", "stop": "No recibir más estos correos"},
    "en": {"greeting": "Hello {name},", "stop": "Stop these mails"},
}


def subject_of(content: MailContent) -> str:
    return words_of(content)["subject"]


def text_of(content: MailContent) -> str:
    return _rendered(f"{content.kind}.txt", content)


def html_of(content: MailContent) -> str:
    return _rendered(f"{content.kind}.html", content)


def _rendered(name: str, content: MailContent) -> str:
    path = KINDS[content.kind].path.format(subject=content.subject_id, **(content.facts or {}))
    return template(name).render(
        words=words_of(content),
        facts=content.facts,
        locale=content.locale,
        link=f"{public_url()}{path}",
        stop=stop_url(content),
    )


def template(name: str) -> Template:
    return _templates.get_template(name)


def words_of(content: MailContent) -> dict[str, str]:
    named = {"name": content.name, "organisation": content.organisation, **(content.facts or {})}
    said = GREETINGS[content.locale] | dict(KINDS[content.kind].words[content.locale])
    return {key: text.format(**named) for key, text in said.items()}


def message_of(content: MailContent) -> EmailMessage:
    """Raises ValueError for an address that no mail can carry."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject_of(content)
    message["From"] = _address(settings().mail_from)
    message["To"] = _address(content.address or "")
    message["Date"] = format_datetime(content.queued_at)
    message["Message-ID"] = make_msgid(idstring=content.id.hex, domain=urlsplit(public_url()).hostname)
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{stop_url(content)}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text_of(content))
    message.add_alternative(html_of(content), subtype="html")
    return message


def _address(text: str) -> Address:
    name, spec = parseaddr(text)
    return Address(display_name=name, addr_spec=spec)


def public_url() -> str:
    return settings().public_url.rstrip("/") or LOCAL_URL


def stop_url(content: MailContent) -> str:
    query = {"person": str(content.person_id), "kind": content.kind, "proof": proof(content.person_id, content.kind)}
    return f"{public_url()}{STOP_PATH}?{urlencode(query)}"


def proof(person: UUID, kind: str) -> str:
    """Only we can have written the link; it needs no sign-in and works for one person's one kind of mail."""
    return signature(f"mail-stop:{person}:{kind}")


def is_proof(person: UUID, kind: str, given: str) -> bool:
    return hmac.compare_digest(proof(person, kind).encode(), given.encode())
