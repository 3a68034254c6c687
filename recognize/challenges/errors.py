from recognize.errors import NotFoundError


class UnknownChallengeError(NotFoundError):
    code = "unknown_challenge"
    title = {"en": "There is no such challenge.", "es": "Ese reto no existe."}
