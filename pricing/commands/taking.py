"""Options that several commands take together, as one argument of each."""

import inspect
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any

# By their names: the annotation and the default.
Options = Mapping[str, tuple[Any, object]]
Command = Callable[..., None]


def taking(
    name: str, options: Options, make: Callable[..., AbstractContextManager[Any]]
) -> Callable[[Command], Command]:
    """Return a decorator that gives a command options in place of one argument.

    Parameters
    ----------
    name : of the argument that is made of them
    options : what the command line has instead
    make : called with the options by name; what it yields is the argument
    """

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(**given: Any) -> None:
            with make(**{each: given.pop(each) for each in options}) as made:
                command(**{name: made}, **given)

        before = inspect.signature(command)
        kept = [
            each.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for each in before.parameters.values()
            if each.name != name
        ]
        added = [
            inspect.Parameter(
                each, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind
            )
            for each, (kind, default) in options.items()
        ]
        vars(run)["__signature__"] = before.replace(parameters=[*kept, *added])
        run.__annotations__ = {each.name: each.annotation for each in (*kept, *added)}
        return run

    return decorate
