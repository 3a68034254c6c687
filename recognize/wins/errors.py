from recognize.errors import ForbiddenError, InvalidInputError, RecognizeError


class NoParticipantError(InvalidInputError):
    code = "no_participant"
    title = {"en": "Say who took part.", "es": "Di quiénes participaron."}


class TooManyParticipantsError(InvalidInputError):
    code = "too_many_participants"
    title = {"en": "A win has at most 50 participants.", "es": "Un logro tiene 50 participantes como máximo."}


class UnknownParticipantError(InvalidInputError):
    code = "unknown_participant"
    title = {"en": "One of the participants is not known.", "es": "Una de las personas no existe."}


class ParticipantLeftError(InvalidInputError):
    code = "participant_left"
    title = {"en": "One of the participants has left.", "es": "Una de las personas ya no trabaja aquí."}


class WinTitleError(InvalidInputError):
    code = "win_title"
    title = {"en": "A title has 5 to 120 characters.", "es": "Un título lleva de 5 a 120 caracteres."}


class WinStoryError(InvalidInputError):
    code = "win_story"
    title = {
        "en": "Tell the story in 10 to 2,000 characters.",
        "es": "Cuenta la historia en 10 a 2.000 caracteres.",
    }


class NotTheAuthorError(ForbiddenError):
    code = "not_the_author"
    title = {"en": "Only who shared it may do this.", "es": "Solo quien lo compartió puede hacer esto."}


class EditTimeOverError(RecognizeError):
    status = 409
    code = "edit_time_over"
    title = {
        "en": "The time to change the text is over.",
        "es": "El tiempo para cambiar el texto ya pasó.",
    }
