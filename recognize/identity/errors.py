from recognize.errors import ForbiddenError, InvalidInputError, NotSignedInError


class WrongPasswordError(NotSignedInError):
    code = "wrong_login_or_password"
    title = {"en": "The login or the password is not right.", "es": "El usuario o la contraseña no son correctos."}


class InvalidTokenError(NotSignedInError):
    code = "invalid_token"
    title = {"en": "This token is not valid any more.", "es": "Este token ya no es válido."}


class CsrfError(ForbiddenError):
    code = "csrf_failed"
    title = {"en": "The page is out of date; reload it.", "es": "La página está desactualizada; recárgala."}


class WeakPasswordError(InvalidInputError):
    code = "weak_password"
    title = {"en": "The password needs 8 to 200 characters.", "es": "La contraseña lleva de 8 a 200 caracteres."}


class UnknownPersonError(InvalidInputError):
    code = "unknown_person"
    title = {"en": "Nobody has this handle.", "es": "Nadie tiene ese usuario."}


class PersonLeftError(InvalidInputError):
    code = "person_left"
    title = {"en": "This person has left and cannot sign in.", "es": "Esta persona ya no está y no puede entrar."}


class UnknownScopeError(InvalidInputError):
    code = "unknown_scope"
    title = {"en": "This scope does not exist.", "es": "Ese alcance no existe."}


class UnknownRoleError(InvalidInputError):
    code = "unknown_role"
    title = {"en": "This role does not exist.", "es": "Ese rol no existe."}
