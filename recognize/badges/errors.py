from recognize.errors import ForbiddenError, InvalidInputError, RecognizeError


class NotYoursToAwardError(ForbiddenError):
    """`role` is the one that gives this badge."""

    code = "not_yours_to_award"
    title = {"en": "This badge is not yours to give.", "es": "Esta insignia no la entregas tú."}


class EarnedOnlyError(InvalidInputError):
    code = "earned_only"
    title = {"en": "This badge is earned, nobody gives it.", "es": "Esta insignia se gana; nadie la entrega."}


class OwnAwardError(InvalidInputError):
    code = "self_award"
    title = {"en": "Nobody gives a badge to themselves.", "es": "Nadie se entrega una insignia."}


class HolderLeftError(InvalidInputError):
    code = "recipient_left"
    title = {"en": "This person has left.", "es": "Esta persona ya no trabaja aquí."}


class MonthlyCapError(InvalidInputError):
    """`monthly_cap` is how many of this badge one person may give in a calendar month."""

    code = "monthly_cap_reached"
    title = {
        "en": "You have given as many of this badge as a month allows.",
        "es": "Ya entregaste todas las de este mes.",
    }


class AlreadyAwardedError(RecognizeError):
    status = 409
    code = "already_awarded"
    title = {"en": "This person has the badge already.", "es": "Esta persona ya tiene la insignia."}


class BadProofError(ForbiddenError):
    code = "bad_proof"
    title = {"en": "This certificate is not one of ours.", "es": "Ese certificado no es nuestro."}


class BusyError(RecognizeError):
    status = 503
    code = "too_many_pictures"
    title = {
        "en": "Too many pictures are being drawn; try again in a moment.",
        "es": "Se están dibujando demasiadas imágenes; intenta en un momento.",
    }
