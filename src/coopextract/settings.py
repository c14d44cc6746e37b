"""All settings of an extractor, in one frozen model."""

from __future__ import annotations

import difflib
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coopextract.errors import SettingsError


class Settings(BaseModel):
    """How to extract; the same names in Python and on the command line.

    - `base`: the spaCy pipeline under the rules: None takes the pack's own choice; else the name of an
      installed English pipeline, or a path.
    - `numeric_dates`: how to read 03/04/2023 when nothing in the document decides: `day-first`,
      `month-first`, or `unresolved` (keep the text, give no date, warn).
    - `min_confidence`: events and agreements below this calibrated probability are left out (0 to 1).
    - `max_chars`: documents longer than this raise `TooLongError` (code points).
    - `screen`: skip documents whose text cannot hold a cooperation event; people and institutions are then
      left out too.
    - `require_english`: refuse text that is not English.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: str | None = None
    numeric_dates: Literal["day-first", "month-first", "unresolved"] = "unresolved"
    min_confidence: Annotated[float, Field(ge=0, le=1)] = 0.5
    max_chars: Annotated[int, Field(ge=1)] = 2_000_000
    screen: bool = False
    require_english: bool = True


def make_settings(**values: Any) -> Settings:
    """Checked settings; a wrong name or value raises `SettingsError` with the nearest valid name.

    >>> make_settings(numeric_dates="day-first").numeric_dates
    'day-first'
    """
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        near = difflib.get_close_matches(name, Settings.model_fields, 1)
        hint = f"; did you mean {near[0]!r}?" if near and name not in Settings.model_fields else ""
        raise SettingsError(f"setting {name!r}: {first['msg']}{hint}") from error
