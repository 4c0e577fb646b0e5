"""The rules of the house that no ready-made linter knows. One module per subject; each rule is a function."""

from tests.architecture.house import Rule
from tests.architecture.rules import data, money, outside, shape, surfaces, time, walls, words

RULES: tuple[Rule, ...] = (
    walls.crossings_end_in_public,
    walls.contexts_know_no_http,
    walls.values_are_plain_python,
    walls.models_are_imported_not_looked_up,
    data.foreign_keys_point_down,
    data.row_locks_are_ordered_and_taken,
    surfaces.surfaces_do_not_write,
    surfaces.markup_is_reviewed,
    surfaces.refused_forms_say_so,
    time.the_store_clock_alone_reads_the_time,
    money.money_is_never_a_float,
    outside.one_client_talks_to_the_outside,
    shape.doorways_only_open,
    shape.files_stay_small,
    shape.nothing_is_left_for_later,
    words.stored_words_are_sentences,
    words.refusals_are_sentences,
    words.steps_are_said_once,
)
