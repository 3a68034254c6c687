from recognize.errors import ForbiddenError, InvalidInputError


class CommentTextError(InvalidInputError):
    code = "comment_text"
    title = {"en": "A comment has 1 to 1,000 characters.", "es": "Un comentario lleva de 1 a 1.000 caracteres."}


class NotTheAuthorError(ForbiddenError):
    code = "not_the_author"
    title = {"en": "Only who wrote it may remove it.", "es": "Solo quien lo escribió puede quitarlo."}


class ReasonRequiredError(InvalidInputError):
    code = "reason_required"
    title = {
        "en": "Say why you remove what somebody else wrote.",
        "es": "Di por qué quitas lo que escribió otra persona.",
    }


class UnknownPictureError(InvalidInputError):
    code = "unknown_picture"
    title = {"en": "Upload this picture first.", "es": "Primero sube esa imagen."}
