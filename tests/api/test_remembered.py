"""A question asked again is answered from memory, as it was and as quickly; nothing that identifies anybody is kept."""

import pickle
from datetime import date

import pytest

from api import remembered
from api.remembered import KEPT_S, Remembered
from api.service import open_service
from api.settings import Settings
from api.stages import Stage, told
from corpus.library import Library
from retriever.errors import BadQuestion
from retriever.search import Searcher
from tests.api.fake import FakeAssistant
from training.chat import build_assistant

QUESTION = "What is neglect?"


class Clock:
    """Time that passes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def own(fake: FakeAssistant, clock: Clock) -> Remembered:
    return Remembered(fake, clock)


def same(one, other) -> bool:
    return vars(one) | {"seconds": 0} == vars(other) | {"seconds": 0}


def test_the_same_question_is_worked_out_once(own: Remembered, fake: FakeAssistant) -> None:
    first, second = own.ask(QUESTION), own.ask(QUESTION)
    assert same(first, second)
    assert len(fake.asked) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"question": "What is abuse?"},
        {"history": ["What is abuse?"]},
        {"as_of": date(2016, 5, 1)},
        {"k": 3},
        {"full": True},
    ],
)
def test_what_an_answer_depends_on_makes_another_question(own: Remembered, fake: FakeAssistant, other) -> None:
    own.ask(QUESTION)
    own.ask(**{"question": QUESTION, **other})
    assert len(fake.asked) == 2


def test_today_is_the_day_unless_one_is_named(own: Remembered, fake: FakeAssistant) -> None:
    own.ask(QUESTION)
    own.ask(QUESTION, as_of=date.today())
    assert len(fake.asked) == 1


def test_case_detail_is_in_nothing_that_is_kept_and_its_notice_comes_again(own: Remembered, fake: FakeAssistant) -> None:
    asked = "My colleague Jessica Thornbury, NHS number 943 476 5919, asks: what is neglect?"
    first = own.ask(asked, ["Jessica Thornbury again"])
    second = own.ask(asked, ["Jessica Thornbury again"])
    assert len(fake.asked) == 1
    assert [n.kind for n in first.notices] == [n.kind for n in second.notices] == ["personal-data"]
    kept = pickle.dumps([*own._answers.items()])
    assert b"Thornbury" not in kept
    assert b"5919" not in kept


def test_another_name_in_the_same_words_is_the_same_question(own: Remembered, fake: FakeAssistant) -> None:
    one = own.ask("My colleague Jessica Thornbury asks: what is neglect?")
    other = own.ask("My colleague Michael Thornton asks: what is neglect?")
    assert same(one, other)
    assert len(fake.asked) == 1


def test_a_limit_is_counted_from_the_day_of_each_question(library: Library, searcher: Searcher) -> None:
    own = Remembered(build_assistant(library, searcher))
    asked = "strategy discussion on {} December 2026: conference by?"
    assert "24 December 2026" in own.ask(asked.format(3)).answer
    assert "24 December 2026" not in own.ask(asked.format(10)).answer
    assert not own._answers, "the day of a case is not kept"


def test_another_library_and_another_engine_answer_anew(own: Remembered, fake: FakeAssistant, monkeypatch) -> None:
    own.ask(QUESTION)
    monkeypatch.setattr(remembered, "engine", lambda: "another")
    own.ask(QUESTION)
    assert len(fake.asked) == 2
    manifest = fake.library.manifest
    monkeypatch.setattr(fake.library, "manifest", manifest.__class__(**{**vars(manifest), "fingerprint": "another"}))
    own.ask(QUESTION)
    assert len(fake.asked) == 3


def test_an_answer_is_forgotten_after_its_time(own: Remembered, fake: FakeAssistant, clock: Clock) -> None:
    own.ask(QUESTION)
    clock.now = KEPT_S + 1
    own.ask(QUESTION)
    assert len(fake.asked) == 2


def test_no_more_are_kept_than_there_is_room_for(own: Remembered, fake: FakeAssistant, monkeypatch) -> None:
    monkeypatch.setattr(remembered, "MOST", 2)
    for question in (QUESTION, "What is abuse?", QUESTION, "What is harm?", QUESTION, "What is abuse?"):
        own.ask(question)
    assert len(own._answers) == 2
    assert [asked for asked, _, _ in fake.asked] == [QUESTION, "What is abuse?", "What is harm?", "What is abuse?"]


def test_what_is_no_question_is_refused_every_time(own: Remembered) -> None:
    for _ in range(2):
        with pytest.raises(BadQuestion):
            own.ask("  ")
    assert not own._answers


def test_the_stages_are_told_again(own: Remembered) -> None:
    def stages() -> list[Stage]:
        heard: list[Stage] = []
        with told(heard.append):
            own.ask(QUESTION)
        return heard

    assert stages() == stages()
    assert [stage.name for stage in stages()] == ["understood", "searched"]


def test_search_and_comparison_are_the_assistants(own: Remembered, fake: FakeAssistant) -> None:
    assert own.search("neglect", 3) == fake.search("neglect", 3)
    assert same(own.compare("wt-2026", "wt-2015", "neglect"), fake.compare("wt-2026", "wt-2015", "neglect"))


@pytest.mark.parametrize(("model", "remembers"), [("", True), ("openai:gpt", False)])
def test_the_service_remembers_unless_a_language_model_writes(
    tmp_path, library: Library, fake: FakeAssistant, monkeypatch, model: str, remembers: bool
) -> None:
    monkeypatch.setattr("api.service.open_assistant", lambda settings: fake)
    service = open_service(Settings(home=tmp_path / "home", model=model, model_key="k" if model else ""))
    assert isinstance(service.assistant, Remembered) is remembers
    service.close()
