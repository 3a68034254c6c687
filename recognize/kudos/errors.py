from recognize.errors import ForbiddenError, InvalidInputError, RecognizeError


class UnknownRecipientError(InvalidInputError):
    code = "unknown_recipient"
    title = {"en": "One of the recipients is not known.", "es": "Una de las personas no existe."}


class RecipientLeftError(InvalidInputError):
    code = "recipient_left"
    title = {"en": "One of the recipients has left.", "es": "Una de las personas ya no trabaja aquí."}


class UnknownTeamError(InvalidInputError):
    code = "unknown_team"
    title = {"en": "One of the teams is not known.", "es": "Uno de los equipos no existe."}


class NoRecipientError(InvalidInputError):
    code = "no_recipient"
    title = {"en": "Choose whom to recognise.", "es": "Elige a quién reconocer."}


class TooManyRecipientsError(InvalidInputError):
    code = "too_many_recipients"
    title = {
        "en": "A kudos goes to at most 20 people or teams.",
        "es": "Un reconocimiento llega a 20 personas o equipos como máximo.",
    }


class SelfRecognitionError(InvalidInputError):
    code = "self_recognition"
    title = {"en": "Nobody recognises themselves.", "es": "Nadie se reconoce a sí mismo."}


class BehaviourRequiredError(InvalidInputError):
    code = "behaviour_required"
    title = {
        "en": "Choose what helped: one to three behaviours.",
        "es": "Elige qué ayudó: de uno a tres comportamientos.",
    }


class TooManyBehavioursError(InvalidInputError):
    code = "too_many_behaviours"
    title = {"en": "Three behaviours at most.", "es": "Tres comportamientos como máximo."}


class UnknownBehaviourError(InvalidInputError):
    code = "unknown_behaviour"
    title = {"en": "This behaviour does not exist.", "es": "Ese comportamiento no existe."}


class RetiredBehaviourError(InvalidInputError):
    code = "retired_behaviour"
    title = {"en": "This behaviour is no longer used.", "es": "Ese comportamiento ya no se usa."}


class MessageTooShortError(InvalidInputError):
    code = "message_too_short"
    title = {"en": "Say what happened in at least 10 characters.", "es": "Cuenta qué pasó en al menos 10 caracteres."}


class MessageTooLongError(InvalidInputError):
    code = "message_too_long"
    title = {"en": "The message has more than 1,000 characters.", "es": "El mensaje pasa de 1.000 caracteres."}


class MessageCharactersError(InvalidInputError):
    code = "message_characters"
    title = {
        "en": "The message holds a character that cannot be shown.",
        "es": "El mensaje tiene un carácter que no se puede mostrar.",
    }


class InvalidPointsError(InvalidInputError):
    code = "invalid_points"
    title = {"en": "Points are a whole number of 0 or more.", "es": "Los puntos son un número entero, 0 o más."}


class NotTheGiverError(ForbiddenError):
    code = "not_the_giver"
    title = {"en": "Only who gave it may do this.", "es": "Solo quien lo envió puede hacerlo."}


class NotARecipientError(ForbiddenError):
    code = "not_a_recipient"
    title = {"en": "Only who was recognised in it may do this.", "es": "Solo quien fue reconocido en él puede hacerlo."}


class EditTooLateError(RecognizeError):
    status = 409
    code = "edit_too_late"
    title = {
        "en": "The time to change the text is over; you may withdraw it.",
        "es": "Ya pasó el tiempo para cambiar el texto; puedes retirarlo.",
    }


class OwnKudosError(ForbiddenError):
    code = "own_kudos"
    title = {"en": "Nobody boosts what they gave or received.", "es": "Nadie se suma a lo que dio o recibió."}


class AlreadyBoostedError(RecognizeError):
    status = 409
    code = "already_boosted"
    title = {"en": "You have joined in already.", "es": "Ya te sumaste."}


class NothingToBoostError(InvalidInputError):
    code = "nothing_to_boost"
    title = {
        "en": "Nobody whom you see named in it holds points.",
        "es": "Nadie a quien ves nombrado en él recibe puntos.",
    }


class AlreadyRecognisedError(RecognizeError):
    status = 409
    code = "already_recognised"
    title = {"en": "This person is in it already.", "es": "Esa persona ya está incluida."}
