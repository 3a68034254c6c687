"""People and areas as they are called elsewhere: long, of several words, from right to left."""

from recognize.lib.database import DB
from recognize.people.actions import change_person
from tests.cast import Cast

LONG = "María de los Ángeles Hernández-Etcheverría de la Torre y Villanueva"
FROM_RIGHT = "ليلى حداد"
AREA = "Coordinación Interregional de Abastecimiento, Almacenes y Distribución Refrigerada del Norte"


async def call_them_otherwise(cast: Cast) -> None:
    await change_person(cast.ana.id, name="Ana Morales")
    await change_person(cast.bruno.id, name=LONG)
    await change_person(cast.diego.id, name=FROM_RIGHT)
    await DB.execute("update departments set name = $1 where code = 'AL'", AREA)
