"""Somebody whose name stands in every column that can name anybody."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from recognize.identity.actions import create_token, grant_role, set_password
from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.lib.text import fold
from recognize.people.actions import change_handle, change_person, create_team
from recognize.worker import settle
from tests.cast import Actor, Cast, actor
from tests.celebrations.support import morning_of, wants
from tests.media.drawing import picture_file
from tests.wins.sharing import shares

HANDLE, OLD_HANDLE = "quetzali.xo", "quetzalita7"
PASSWORD = "a long one for quetzali"
LAST_MARCH = datetime(2026, 3, 10, 15, tzinfo=UTC)
# Whatever of these is left anywhere, folded, says who it was.
SIGNS = ("quetzali", "xochipilli", "nanez", "ñañez", "quetzita", "buzon", "curandera")

BY_HAND = """
insert into digests (id, person_id, week, from_at, until_at)
    values (gen_random_uuid(), $1, '2026-03-02', now(), now());
insert into challenges_done (challenge, month, person_id) values ('another-area', '2026-03-01', $1) on conflict do nothing;
insert into board_totals (person_id, board, count, listed) values ($1, 'reach month 2026-03-01 ', 1, true) on conflict do nothing;
insert into awards (id, person_id, badge, earned_on, silent)
    values (gen_random_uuid(), $1, 'first-recognition', '2026-03-10', false) on conflict do nothing;
insert into awards (id, person_id, badge, earned_on, silent, giver_id, reason)
    select gen_random_uuid(), id, 'pillar', '2026-03-10', false, $1, 'Quetzita lo vio de cerca' from people where handle = 'diego';
insert into parked_events (reader, position, error) select 'mails', min(position), 'no such address: quetzi@buzon.example' from log;
update reader_cursors set error = 'Quetzali Xochipilli is unknown' where name = 'mails';
update mails set error = '550 quetzi@buzon.example' where person_id <> $1;
"""


async def arrives(address: str) -> Actor:
    quetzali = await actor(address, OLD_HANDLE, department="VE", manager="carla")
    await change_person(
        quetzali.id, name="Quetzali Xochipilli Ñañez", preferred_name="Quetzita", email="quetzi@buzon.example",
        job_title="Curandera mayor", hired_on="2020-01-07", birthday="03-17",
    )  # fmt: skip
    return quetzali


async def a_year_with(cast: Cast, quetzali: Actor) -> dict[str, str]:
    """Through the API, as it would come about; ids by what they are of."""
    ids: dict[str, str] = {}
    await _before_the_new_handle(cast, quetzali)
    await change_handle(quetzali.id, HANDLE)
    await change_person(cast.diego.id, manager=HANDLE)
    await change_person(cast.bruno.id, email="bruno@casa.example")
    await create_team("los-cuatro", "Los cuatro", [HANDLE, "bruno"])
    ids["received"], ids["given"] = await _kudos(cast, quetzali, ids)
    await _wins(cast, quetzali, ids)
    await _answers(cast, quetzali, ids)
    await _privileged(cast, quetzali, ids)
    await wants(quetzali, birthday=True)
    await morning_of("2026-03-17")
    for _ in range(3):
        await settle()
    await _for_hr(quetzali)
    for statement in BY_HAND.split(";\n"):
        if statement.strip():
            await DB.execute(statement, *([quetzali.id] if "$1" in statement else []))
    return ids


async def _before_the_new_handle(cast: Cast, quetzali: Actor) -> None:
    for giver, recipient in ((cast.ana.id, OLD_HANDLE), (quetzali.id, "bruno"), (cast.ana.id, "bruno")):
        words = f"Gracias por los formularios, que @{OLD_HANDLE} pidió."
        await give(giver, NewKudos(recipients=[recipient], behaviours=["courtesy"], message=words), at=LAST_MARCH)
    await quetzali.http.patch("/api/me/notification-settings", json={
        "changes": [{"kind": "mention", "inbox": False}, {"kind": "helper", "mail": False},
                    {"kind": "reacted", "inbox": True}]})  # fmt: skip


async def _kudos(cast: Cast, quetzali: Actor, ids: dict[str, str]) -> tuple[str, str]:
    photo = await uploaded(cast.ana, 41)
    received = await given(cast.ana, "k1", [HANDLE, "bruno"], "Gracias, **Quetzali**, por los formularios de abril.",
                           points=10, picture=photo)  # fmt: skip
    await cast.ana.http.patch(
        f"/api/kudos/{received}", json={"message": "Gracias, _quetzita_, por los formularios de mayo."}
    )
    sent = await given(quetzali, "k2", ["bruno"], "De parte de Ñañez: gracias por no dejarme sola.", points=5,
                       picture=await uploaded(quetzali, 42))  # fmt: skip
    ids["unattached"] = await uploaded(quetzali, 43)
    ids["photo"] = photo
    await given(cast.ana, "k3", [HANDLE], "Entre tú y yo, Quetzali: gracias.", visibility="private")
    ids["mention"] = await given(
        cast.diego,
        "k4",
        ["bruno"],
        f"Con @{HANDLE} y Xochipilli Ñañez, o quetzi@buzon.example, cerramos todo. ¡Bravo, @carla!",
    )
    ids["by name"] = await given(cast.diego, "k5", ["ana"], "Quetzali Ñañez dice que sin ti no salía.")
    await cast.diego.http.patch(
        f"/api/kudos/{ids['by name']}", json={"message": "QUETZALI NANEZ dice que sin ti no salía."}
    )
    await cast.bruno.http.post(f"/api/kudos/{received}/also-helped", json={"person": "diego"})
    await quetzali.http.post(f"/api/kudos/{received}/also-helped", json={"person": "carla"})
    await cast.bruno.http.post(f"/api/kudos/{ids['mention']}/also-helped", json={"person": HANDLE})
    await quetzali.http.post(f"/api/kudos/{ids['mention']}/boosts", json={"points": 5})
    return received, sent


async def _wins(cast: Cast, quetzali: Actor, ids: dict[str, str]) -> None:
    win = await shares(quetzali, "w1", title="Quetzita y Bruno, en un día", story="Quetzali empezó y Bruno lo cerró: una sola hoja.",
                       participants=[HANDLE, "bruno"])  # fmt: skip
    ids["win"] = win.json()["id"]
    await quetzali.http.patch(
        f"/api/wins/{ids['win']}", json={"title": "Xochipilli y Bruno", "story": "Con @ana y Quetzita, una sola hoja."}
    )
    other = await shares(
        cast.ana,
        "w2",
        story=f"Lo que @{HANDLE} y Ana Quetzali Xochipilli hicieron en una hoja.",
        participants=["bruno"],
    )
    ids["other win"] = other.json()["id"]


async def _answers(cast: Cast, quetzali: Actor, ids: dict[str, str]) -> None:
    for item, who, text in (
        ("received", cast.diego, "¡Bien ahí, quetzita!"),
        ("mention", cast.carla, f"@{HANDLE} siempre. Y @ana."),
        ("mention", quetzali, "Nada, para eso estamos los Ñañez."),
        ("given", cast.bruno, "Gracias a ti, Xochipilli."),
    ):
        answer = await who.http.post(f"/api/kudos/{ids[item]}/comments", json={"text": text})
        assert answer.status_code == 201, answer.text
    await quetzali.http.post(f"/api/kudos/{ids['mention']}/reactions", json={"face": "glad"})
    await cast.diego.http.post(f"/api/kudos/{ids['given']}/reactions", json={"face": "love"})


async def _privileged(cast: Cast, quetzali: Actor, ids: dict[str, str]) -> None:
    await grant_role(HANDLE, "juror")
    await set_password(HANDLE, PASSWORD)
    await cast.admin.http.post("/api/session", json={"login": HANDLE, "password": PASSWORD})
    await create_token(HANDLE)
    await cast.admin.http.post(f"/api/people/{HANDLE}/refills", json={"points": 10, "reason": "Quetzita lo pidió"})
    hidden = await given(cast.ana, "k6", ["bruno"], "Palabras que alguien reportó.")
    await cast.admin.http.post(f"/api/kudos/{hidden}/hiding", json={"reason": "lo reportó Quetzali Ñañez"})


async def _for_hr(quetzali: Actor) -> None:
    await grant_role(HANDLE, "hr")
    closed = await quetzali.http.post("/api/reports/2026-03/close")
    assert closed.status_code == 200, closed.text
    ordered = await quetzali.http.post("/api/exports", json={"kind": "people", "format": "csv"})
    assert ordered.status_code == 202, ordered.text


async def given(who: Actor, key: str, recipients: list[str], message: str, **changes: Any) -> str:
    answer = await who.gives(key, recipients=recipients, message=message, **changes)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def uploaded(who: Actor, side: int) -> str:
    answer = await who.http.post("/api/media", content=picture_file((40, side)))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["hash"])


async def signs_left(folder: Path) -> set[str]:
    """Where one of SIGNS stands: columns of the whole database, and files of the data folder."""
    found = set()
    for row in await DB.fetch(COLUMNS_OF_ALL):
        text = f"convert_from({row['column']}, 'UTF8')" if row["column"] == "body" else f"{row['column']}::text"
        for (value,) in await DB.fetch(
            f'select distinct {text} from "{row["table"]}" where {row["column"]} is not null'
        ):
            if any(sign in fold(value) for sign in SIGNS):
                found.add(f"{row['table']}.{row['column']}: {value[:150]}")
    for file in folder.rglob("*"):
        if file.is_file() and any(sign in fold(file.read_bytes().decode(errors="replace")) for sign in SIGNS):
            found.add(str(file))
    return found


COLUMNS_OF_ALL = """
select c.table_name as table, c.column_name as column from information_schema.columns c
join information_schema.tables t using (table_schema, table_name)
where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
and c.data_type in ('text', 'jsonb', 'ARRAY', 'bytea', 'character varying', 'json')
and c.column_name not in ('token_hash', 'device_hash', 'fingerprint')
"""


async def is_named_in(person: UUID, table: str, column: str) -> bool:
    return bool(await DB.fetch_value(f"select exists (select from {table} where {column} = $1)", person))
