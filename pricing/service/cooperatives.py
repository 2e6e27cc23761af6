"""Methods of the GovernanceService about cooperatives and who takes part in them."""

from collections.abc import Sequence

from jauge.pricing.v1 import cooperative_pb2 as pb
from pricing.domain.errors import FieldInvalid, NameUnknown
from pricing.domain.governance import MEMBERS_MAX
from pricing.domain.ids import check_id
from pricing.service.calls import Context
from pricing.service.convert.cooperatives import (
    cooperative_to_proto,
    display_name_from_proto,
    members_from_proto,
    terms_from_proto,
)
from pricing.service.convert.fields import at, present
from pricing.service.names import CooperativeName, OrganizationName
from pricing.service.pages import page
from pricing.service.requests import answer, check_request_id
from pricing.service.vote_clock import VoteClock
from pricing.store.commands import (
    CreateCooperative,
    JoinCooperative,
    LeaveCooperative,
)
from pricing.store.cooperative import CooperativeBooks
from pricing.store.events_governance import CooperativeCreated
from pricing.store.interface import Store

EVERY_ORGANIZATION = "organizations/-"
INVITED_MAX = 1_000


class CooperativeMethods:
    """Cooperatives, on the books of a store."""

    _store: Store
    _clock: VoteClock

    async def CreateCooperative(
        self, request: pb.CreateCooperativeRequest, context: Context
    ) -> pb.Cooperative:
        """Found a cooperative."""
        founder = OrganizationName.parse(request.organization, "organization")
        with at("cooperative_id"):
            check_id(request.cooperative_id, "cooperative_id")
        present(request, "cooperative")
        present(request.cooperative, "terms", "cooperative")
        asked, path = request.cooperative, "cooperative"
        if len(asked.invited_organizations) > INVITED_MAX:
            raise FieldInvalid(
                f"{path}.invited_organizations", f"Expected at most {INVITED_MAX:,}."
            )
        event = CooperativeCreated(
            request.cooperative_id,
            display_name_from_proto(asked.display_name, f"{path}.display_name"),
            terms_from_proto(asked.terms, f"{path}.terms"),
            founder.organization_id,
            _members(request.member_ids),
            tuple(
                OrganizationName.parse(
                    each, f"{path}.invited_organizations[{place}]"
                ).organization_id
                for place, each in enumerate(asked.invited_organizations)
            ),
        )
        name = CooperativeName(request.cooperative_id)
        command = CreateCooperative(event, check_request_id(request.request_id))
        await answer(self._store, str(name), command)
        return cooperative_to_proto(self._cooperative(name))

    async def GetCooperative(
        self, request: pb.GetCooperativeRequest, context: Context
    ) -> pb.Cooperative:
        """Return a cooperative as it stands."""
        name = CooperativeName.parse(request.name, "name")
        await self._clock.settle(str(name))
        return cooperative_to_proto(self._cooperative(name))

    async def ListCooperatives(
        self, request: pb.ListCooperativesRequest, context: Context
    ) -> pb.ListCooperativesResponse:
        """Return a page of cooperatives, by id."""
        found = [self._store.books(k).cooperative for k in self._store.cooperatives()]
        if request.parent != EVERY_ORGANIZATION:
            owner = OrganizationName.parse(request.parent, "parent").organization_id
            found = [of for of in found if owner in of.invited]
        chosen, token = page(
            found,
            lambda of: of.id,
            scope=f"{request.parent}/cooperatives",
            page_size=request.page_size,
            page_token=request.page_token,
        )
        return pb.ListCooperativesResponse(
            cooperatives=[cooperative_to_proto(of) for of in chosen],
            next_page_token=token,
        )

    async def JoinCooperative(
        self, request: pb.JoinCooperativeRequest, context: Context
    ) -> pb.Cooperative:
        """Take part, or say anew who the members are."""
        owner = OrganizationName.parse(request.organization, "organization")
        name = CooperativeName.parse(request.cooperative, "cooperative")
        command = JoinCooperative(owner.organization_id, _members(request.member_ids))
        await answer(self._store, str(name), command)
        return cooperative_to_proto(self._cooperative(name))

    async def LeaveCooperative(
        self, request: pb.LeaveCooperativeRequest, context: Context
    ) -> pb.Cooperative:
        """Take part no more."""
        owner = OrganizationName.parse(request.organization, "organization")
        name = CooperativeName.parse(request.cooperative, "cooperative")
        command = LeaveCooperative(owner.organization_id)
        await answer(self._store, str(name), command)
        await self._clock.carry()
        return cooperative_to_proto(self._cooperative(name))

    def _cooperative(self, name: CooperativeName) -> CooperativeBooks:
        of = self._store.books(str(name)).cooperative
        if not of.id:
            raise NameUnknown("cooperative", str(name))
        return of


def _members(member_ids: Sequence[str]) -> tuple[str, ...]:
    if len(member_ids) > MEMBERS_MAX:
        raise FieldInvalid("member_ids", f"Expected 1 to {MEMBERS_MAX:,}.")
    return members_from_proto(member_ids)
