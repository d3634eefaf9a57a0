"""Supervisors set how long partners have to answer, and the hours of those who declare none."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.domain.answer_times import AnswerTimes, Ramadan, WorkingCalendar
from chalicelib.domain.errors import ErrorCode, invalid
from chalicelib.services.network import read_network, set_answer_times, set_calendar, set_weekly_requests
from chalicelib.web.fields import Ask, Count, Day
from chalicelib.web.forms import Form
from chalicelib.web.hours_form import Hours, WeekForm, week_values
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer
from chalicelib.web.routing import page
from chalicelib.web.setting_form import SETTINGS_PATH, setting_page
from chalicelib.words.text import N_

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


class AnswerTimesForm(BaseModel):
    """A time for each priority."""

    p1: Annotated[Count, Ask(N_("Very urgent: minutes to answer"))]
    p2: Annotated[Count, Ask(N_("Urgent: hours to answer"))]
    p3: Annotated[Count, Ask(N_("Regular: hours to answer"), N_("24 hours are one working day."))]

    def times(self) -> AnswerTimes:
        """What the form says."""
        most = timedelta(days=365)
        return AnswerTimes(
            min(self.p1 * _MINUTE, most), min(self.p2, 9000) * _HOUR, min(self.p3, 9000) * _HOUR
        )


class CalendarForm(WeekForm):
    """The week, and Ramadan where its days are known."""

    ramadan_starts_on: Annotated[Day | None, Ask(N_("First day of Ramadan"))] = None
    ramadan_ends_on: Annotated[Day | None, Ask(N_("Last day of Ramadan"))] = None
    ramadan_hours: Annotated[
        Hours | None, Ask(N_("Hours in Ramadan"), N_("On the working days of the week above."))
    ] = None

    def calendar(self) -> WorkingCalendar:
        """What the form says; Ramadan needs all three of its answers or none."""
        return WorkingCalendar(self.week(), self._ramadan())

    def _ramadan(self) -> Ramadan | None:
        first, last, hours = self.ramadan_starts_on, self.ramadan_ends_on, self.ramadan_hours
        if first is None and last is None and hours is None:
            return None
        if first is None:
            raise invalid(ErrorCode.REQUIRED, "ramadan_starts_on")
        if last is None:
            raise invalid(ErrorCode.REQUIRED, "ramadan_ends_on")
        if hours is None:
            raise invalid(ErrorCode.REQUIRED, "ramadan_hours")
        if last < first:
            raise invalid(ErrorCode.PERIOD_INVALID, "ramadan_ends_on")
        return Ramadan(first, last, hours)


@page(f"{SETTINGS_PATH}/answer-times", Role.SUPERVISOR, methods=("GET", "POST"))
def answer_times(request: Request) -> Answer:
    """How long partners have, by priority."""
    form = _times(request) if request.method == "GET" else Form.read(AnswerTimesForm, request.form)
    return setting_page(
        form,
        lambda data: set_answer_times(request.context, data.times()),
        N_("The times to answer are set."),
        "admin/answer_times.html",
    )


def _times(request: Request) -> Form[AnswerTimesForm]:
    now = read_network(request.context).answer_times
    return Form.blank(AnswerTimesForm, p1=now.p1 // _MINUTE, p2=now.p2 // _HOUR, p3=now.p3 // _HOUR)


class WeeklyForm(BaseModel):
    """How often a partner is asked at most."""

    most: Annotated[
        Count | None,
        Ask(N_("At most how many requests to one partner a week?"), N_("Leave it empty for any number.")),
    ] = None


@page(f"{SETTINGS_PATH}/weekly-requests", Role.SUPERVISOR, methods=("GET", "POST"))
def weekly_requests(request: Request) -> Answer:
    """How often the network may ask one partner."""
    form = _weekly(request) if request.method == "GET" else Form.read(WeeklyForm, request.form)
    return setting_page(
        form,
        lambda data: set_weekly_requests(request.context, data.most),
        N_("The number of requests a week is set."),
        "admin/weekly_requests.html",
    )


def _weekly(request: Request) -> Form[WeeklyForm]:
    return Form.blank(WeeklyForm, most=read_network(request.context).notices_a_week)


@page(f"{SETTINGS_PATH}/hours", Role.SUPERVISOR, methods=("GET", "POST"))
def working_hours(request: Request) -> Answer:
    """The working week and Ramadan."""
    form = _calendar(request) if request.method == "GET" else Form.read(CalendarForm, request.form)
    return setting_page(
        form,
        lambda data: set_calendar(request.context, data.calendar()),
        N_("The working hours are set."),
        "admin/hours.html",
    )


def _calendar(request: Request) -> Form[CalendarForm]:
    now = read_network(request.context).calendar
    ramadan = now.ramadan
    return Form.blank(
        CalendarForm,
        **week_values(now.week),
        ramadan_starts_on=ramadan.starts_on if ramadan else None,
        ramadan_ends_on=ramadan.ends_on if ramadan else None,
        ramadan_hours=ramadan.span if ramadan else None,
    )
