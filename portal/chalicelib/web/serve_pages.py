"""From a browser's request to its page: session, role, form, handler, errors, headers."""

from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.domain.actors import PUBLIC, Role
from chalicelib.domain.errors import DomainError
from chalicelib.domain.partners import Language
from chalicelib.services.context import Context
from chalicelib.services.sessions import SignedIn, read_session
from chalicelib.web import cookies
from chalicelib.web.csrf import (
    FIELD,
    FormGuard,
    guard_for,
    is_our_token,
    require_not_from_elsewhere,
    says_it_is_ours,
)
from chalicelib.web.edge import Edge
from chalicelib.web.error_pages import page_of_domain_error, page_of_failure, page_of_refusal
from chalicelib.web.failures import note_failure
from chalicelib.web.incoming import Incoming
from chalicelib.web.kept_forms import send_again, sign_in_and_send_again
from chalicelib.web.language import choose_language
from chalicelib.web.refusals import Refused, WebCode
from chalicelib.web.rendering import render, status_of
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect, Response
from chalicelib.web.routing import PageHandler, Route
from chalicelib.web.sign_in_first import to_sign_in
from chalicelib.web.signing import seal, unseal
from chalicelib.web.values import Values
from chalicelib.words.speech import say

FORM_TYPE = "application/x-www-form-urlencoded"
FORM_LIMIT = 64 * 1024
_NOTICE_LIFE, _SEED_LIFE, _LANGUAGE_LIFE = timedelta(minutes=1), timedelta(days=1), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class _Visit:
    """A request being served, with what the headers of its answer depend on."""

    edge: Edge
    incoming: Incoming
    sent: dict[str, str]
    guard: FormGuard
    request: Request


def serve_page(edge: Edge, route: Route, handler: PageHandler, incoming: Incoming) -> Response:
    """The whole way of one request. Whatever happens, the reader gets a page."""
    visit = _open(edge, incoming, None)
    try:
        signed_in = _signed_in(visit)
        visit = _open(edge, incoming, signed_in)
        answer = _answer(route, handler, visit)
        return _finish(visit, answer)
    except Refused as refusal:
        return _finish(visit, page_of_refusal(refusal))
    except DomainError as error:
        return _finish(visit, page_of_domain_error(error))
    except Exception as error:  # noqa: BLE001 (the last place where a page can still be given)
        reference = note_failure(incoming.method, incoming.route, error)
        return _finish(visit, page_of_failure(reference))


def serve_refusal(edge: Edge, incoming: Incoming, code: WebCode) -> Response:
    """The page for a request that no route takes; it is the same for everybody."""
    return _finish(_open(edge, incoming, None), page_of_refusal(Refused(code)))


def _signed_in(visit: _Visit) -> SignedIn | None:
    token = visit.sent.get(cookies.SESSION, "")
    return read_session(visit.request.now, token) if token else None


def _open(edge: Edge, incoming: Incoming, signed_in: SignedIn | None) -> _Visit:
    sent = cookies.read_cookies(edge.settings, incoming.headers.get("cookie", ""))
    guard = guard_for(edge.settings, signed_in, sent.get(cookies.FORM_SEED, ""))
    notice = unseal(edge.settings.secret_key, "notice", sent.get(cookies.NOTICE, "")) or ""
    request = Request(
        method=incoming.method,
        target=incoming.target,
        path=incoming.path,
        query=incoming.query,
        form=Values(),
        language=_language(incoming, sent, signed_in),
        signed_in=signed_in,
        context=Context(
            actor=signed_in.actor if signed_in else PUBLIC,
            now=edge.now(),
            new_id=edge.new_id,
            settings=edge.settings,
            request_key=None,
        ),
        csrf_token=guard.token,
        notice=notice,
        source=incoming.source,
    )
    return _Visit(edge, incoming, sent, guard, request)


def _language(incoming: Incoming, sent: dict[str, str], signed_in: SignedIn | None) -> Language:
    return choose_language(
        asked=incoming.query.one("language"),
        remembered=sent.get(cookies.LANGUAGE, ""),
        of_account=signed_in.account.language if signed_in else "",
        accepted=incoming.headers.get("accept-language", ""),
    )


def _answer(route: Route, handler: PageHandler, visit: _Visit) -> Answer:
    incoming, request = visit.incoming, visit.request
    incoming.require_ids()
    if not incoming.is_safe:
        request = replace(request, form=_form_of(visit))
    if request.signed_in is None and Role.PUBLIC not in route.roles:
        return sign_in_and_send_again(request) if _is_kept(visit, request.form) else to_sign_in(request)
    if not route.admits(request.context.actor.role):
        raise Refused(WebCode.FORBIDDEN)
    if incoming.is_safe or is_our_token(visit.guard, request.form.one(FIELD)):
        return handler(request)
    if not says_it_is_ours(incoming.headers):
        raise Refused(WebCode.FORM_NOT_OURS)
    return send_again(request)


def _form_of(visit: _Visit) -> Values:
    form = Values.from_body(visit.incoming.require_body(FORM_TYPE, FORM_LIMIT))
    require_not_from_elsewhere(visit.edge.settings, visit.incoming.headers)
    return form


def _is_kept(visit: _Visit, form: Values) -> bool:
    return says_it_is_ours(visit.incoming.headers) and any(name != FIELD for name in form)


def _finish(visit: _Visit, answer: Answer) -> Response:
    settings = visit.edge.settings
    extra = list(_language_cookie(visit))
    if isinstance(answer, Redirect):
        if answer.notice is not None:
            said = seal(settings.secret_key, "notice", say(answer.notice, visit.request.language))
            extra.append(cookies.set_cookie(settings, cookies.NOTICE, said, _NOTICE_LIFE))
        return Response("", 303, headers={"Location": answer.to}, cookies=(*answer.cookies, *extra))
    if isinstance(answer, Response):
        return replace(answer, cookies=(*answer.cookies, *extra))
    return _rendered(visit, answer, extra)


def _rendered(visit: _Visit, page: Page, extra: list[str]) -> Response:
    settings, body = visit.edge.settings, render(visit.request, page)
    if visit.guard.new_seed and visit.guard.token in body:
        extra.append(cookies.set_cookie(settings, cookies.FORM_SEED, visit.guard.new_seed, _SEED_LIFE))
    if cookies.NOTICE in visit.sent:
        extra.append(cookies.clear_cookie(settings, cookies.NOTICE))
    headers = {"Content-Language": visit.request.language.value, "Vary": "Cookie, Accept-Language"}
    return Response(body, status_of(page), headers=headers, cookies=(*page.cookies, *extra))


def _language_cookie(visit: _Visit) -> tuple[str, ...]:
    if visit.incoming.query.one("language") not in {Language.ARABIC, Language.ENGLISH}:
        return ()
    language = visit.request.language.value
    return (cookies.set_cookie(visit.edge.settings, cookies.LANGUAGE, language, _LANGUAGE_LIFE),)
