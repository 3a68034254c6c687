"""Accounts: roles, administrators, passwords, tokens, and the erasure of a person."""

import secrets
import sys
from typing import NamedTuple

import rich_click as click

from recognize.cli.ground import cli, person_option, run, say


@cli.group()
def role() -> None:
    """Roles beyond employee and manager."""


@role.command("grant")
@person_option
@click.option("--role", required=True, metavar="ROLE", help="hr, administrator or juror.")
def grant(person: str, role: str) -> None:
    """Grant a role; the audit log keeps it.

    Example: recognize role grant --person helena --role hr
    """
    from recognize.identity.actions import grant_role

    run(lambda: grant_role(person, role))
    say(f"{person} has the role {role}")


@cli.group()
def person() -> None:
    """People, one by one."""


@person.command("erase")
@click.argument("handle")
@click.option("--reason", required=True, help="For the audit log; say no name in it.")
@click.option("--yes", is_flag=True, help="Do not ask for the name first.")
def erase_person(handle: str, reason: str, yes: bool) -> None:
    """Take somebody's name out of everything, for good: their figures stay true, and nothing leads back to them.

    Example: recognize person erase rosa --reason "asked for it on 3 May"
    """
    from recognize.erasure.actions import erase, name_of

    if not yes:
        name = run(lambda: name_of(handle))
        say(f"{name} ({handle}) will be erased. Nothing brings them back.")
        if click.prompt("Type the name to go on", err=True).strip() != name:
            raise click.UsageError("that is not the name; nothing was done")
    done = run(lambda: erase(handle, reason))
    say(f"erased; what stays is {done.name} ({done.handle})")


@cli.group()
def admin() -> None:
    """Administrators."""


@admin.command("create")
@click.option("--handle", required=True)
@click.option("--email")
def create_admin(handle: str, email: str | None) -> None:
    """Make a person who is an administrator; prints a password when none is given on standard input.

    Example: recognize admin create --handle adrian
    """
    from recognize.identity.actions import grant_role, set_password
    from recognize.lib.database import DB
    from recognize.people.actions import create_person

    chosen = _new_password()

    async def create() -> None:
        async with DB.transaction():
            await create_person(handle, handle, email=email)
            await grant_role(handle, "administrator")
            await set_password(handle, chosen.password)

    run(create)
    chosen.tell()
    say(f"{handle} is an administrator")


@cli.group()
def password() -> None:
    """Passwords."""


@password.command("set")
@person_option
def set_(person: str) -> None:
    """Set a password: asked for, or the first line of standard input; with neither, one is made and printed.

    Example: recognize password set --person ana
    """
    from recognize.identity.actions import set_password

    chosen = _new_password()
    run(lambda: set_password(person, chosen.password))
    chosen.tell()
    say(f"{person} has a new password; their sessions have ended")


class NewPassword(NamedTuple):
    password: str
    is_made: bool

    def tell(self) -> None:
        """Print it, when nobody else knows it and it has become somebody's."""
        if self.is_made:
            click.echo(self.password)


def _new_password() -> NewPassword:
    if sys.stdin.isatty():
        typed = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return NewPassword(str(typed), is_made=False)
    if given := sys.stdin.readline().rstrip("\r\n"):
        return NewPassword(given, is_made=False)
    return NewPassword(secrets.token_urlsafe(12), is_made=True)


@cli.group()
def token() -> None:
    """API tokens."""


@token.command("create")
@person_option
@click.option(
    "--scope", multiple=True, metavar="SCOPE", help="A permission; repeat for more. Without: all they may do."
)
def create_token(person: str, scope: tuple[str, ...]) -> None:
    """Print a new API token of a person, and nothing else; it is stored nowhere.

    Example: recognize token create --person ana --scope feed.read
    """
    from recognize.identity.actions import create_token as create

    click.echo(run(lambda: create(person, scope)))


@token.command("revoke")
@person_option
def revoke_tokens(person: str) -> None:
    """Revoke all API tokens of a person; their sockets close too.

    Example: recognize token revoke --person ana
    """
    from recognize.identity.actions import revoke_tokens as revoke

    count = run(lambda: revoke(person))
    say(f"{count} tokens of {person} revoked")
