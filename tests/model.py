"""What should be so, in plain Python and without a word of SQL: allowances, balances, counts and badges of a small company."""

from collections import Counter
from dataclasses import dataclass, field

ALLOWANCE = 60  # little, so that runs come to its end
ONE_PERSON_PERCENT = 40
BRONZE = 3


@dataclass
class Gift:
    """Points on their way from one to another, out of the allowance of a month."""

    giver: str
    recipient: str
    points: int
    month: int


@dataclass
class Kudos:
    giver: str
    recipients: list[str]
    behaviour: str
    is_public: bool
    message: str
    gifts: list[Gift] = field(default_factory=list)
    boosters: set[str] = field(default_factory=set)
    is_withdrawn: bool = False

    def is_seen_by(self, person: str) -> bool:
        return not self.is_withdrawn and (self.is_public or person in (self.giver, *self.recipients))


@dataclass
class Model:
    """Each verb answers whether the company would let it happen, and only then changes anything."""

    month: int = 0
    kudos: list[Kudos] = field(default_factory=list)
    refills: Counter[tuple[str, int]] = field(default_factory=Counter)
    corrections: Counter[str] = field(default_factory=Counter)

    def give(self, giver: str, recipients: list[str], behaviour: str, is_public: bool, points: int, text: str) -> bool:
        if giver in recipients or not self._can_afford(giver, recipients, points):
            return False
        new = Kudos(giver, list(recipients), behaviour, is_public, text)
        self.kudos.append(new)
        self._send(new, giver, recipients, points)
        return True

    def boost(self, booster: str, kudos: Kudos, points: int) -> bool:
        is_own = booster in (kudos.giver, *kudos.recipients)
        if is_own or booster in kudos.boosters or not kudos.is_seen_by(booster):
            return False
        if not self._can_afford(booster, kudos.recipients, points):
            return False
        kudos.boosters.add(booster)
        self._send(kudos, booster, kudos.recipients, points)
        return True

    def edit(self, who: str, kudos: Kudos, text: str) -> bool:
        if who != kudos.giver or kudos.is_withdrawn:
            return False
        kudos.message = text
        return True

    def withdraw(self, who: str, kudos: Kudos) -> bool:
        if who != kudos.giver:
            return False
        kudos.is_withdrawn = True
        kudos.gifts.clear()
        return True

    def also_helped(self, who: str, kudos: Kudos, person: str, points: int) -> bool:
        if not kudos.is_seen_by(who) or who not in (kudos.giver, *kudos.recipients):
            return False
        if person == kudos.giver or person in kudos.recipients:
            return False
        if who != kudos.giver:
            return True
        if not self._can_afford(who, [person], points):
            return False
        kudos.recipients.append(person)
        self._send(kudos, who, [person], points)
        return True

    def refill(self, person: str, points: int) -> bool:
        self.refills[person, self.month] += points
        return True

    def correct(self, person: str, points: int) -> bool:
        if self.corrections[person] + points < 0:
            return False
        self.corrections[person] += points
        return True

    def turn_month(self) -> bool:
        self.month += 1
        return True

    def granted(self, person: str) -> int:
        return ALLOWANCE + self.refills[person, self.month]

    def spent(self, person: str) -> int:
        return sum(gift.points for gift in self._gifts() if gift.giver == person and gift.month == self.month)

    def balance(self, person: str) -> int:
        return self.corrections[person] + sum(gift.points for gift in self._gifts() if gift.recipient == person)

    def given(self, person: str) -> int:
        return sum(len(each.recipients) for each in self._counted() if each.giver == person)

    def received(self, person: str) -> int:
        return sum(person in each.recipients for each in self._counted())

    def thanked(self, person: str) -> int:
        return len({other for each in self._counted() if each.giver == person for other in each.recipients})

    def badges(self, person: str) -> set[str]:
        """Of the families that the model knows: `first-*` and the bronze of a behaviour."""
        by_behaviour = Counter(each.behaviour for each in self._counted() if person in each.recipients)
        held = {f"{behaviour}-bronze" for behaviour, count in by_behaviour.items() if count >= BRONZE}
        if self.given(person):
            held.add("first-thanks")
        if self.received(person):
            held.add("first-recognition")
        return held

    def _gifts(self) -> list[Gift]:
        return [gift for each in self.kudos for gift in each.gifts]

    def _counted(self) -> list[Kudos]:
        return [each for each in self.kudos if each.is_public and not each.is_withdrawn]

    def _can_afford(self, giver: str, recipients: list[str], points: int) -> bool:
        if points * len(recipients) > self.granted(giver) - self.spent(giver):
            return False
        most = self.granted(giver) * ONE_PERSON_PERCENT // 100
        before = Counter[str]()
        for gift in self._gifts():
            if gift.giver == giver and gift.month == self.month:
                before[gift.recipient] += gift.points
        return all(points == 0 or before[each] + points <= most for each in recipients)

    def _send(self, kudos: Kudos, giver: str, recipients: list[str], points: int) -> None:
        kudos.gifts += [Gift(giver, each, points, self.month) for each in recipients]
