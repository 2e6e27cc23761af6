import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from jauge.pricing.v1 import catalog_service_pb2 as pb
from jauge.pricing.v1 import history_pb2
from jauge.pricing.v1.performance_pb2 import Performance
from jauge.pricing.v1.season_pb2 import Season
from pricing.service import history_imports
from pricing.service.convert.fields import timestamp
from pricing.service.convert.performances import performance_to_proto
from pricing.service.convert.seasons import season_to_proto
from pricing.service.names import PerformanceName
from tests.houses import OPENING, studio_season
from tests.pricing.store.asks import hold
from tests.service.harness import NIGHT, OWNER, SEASON, refused


def create_request(of=None, **changes):
    season = of or studio_season()
    settings = {
        "parent": OWNER,
        "season_id": season.id,
        "season": season_to_proto(season),
        "performances": [performance_to_proto(p, season) for p in season.performances],
        **changes,
    }
    return pb.CreateSeasonRequest(**settings)


def test_a_season_is_entered_with_its_performances(service):
    catalog = service.client.catalog
    created = catalog.CreateSeason(create_request())
    assert created.name == SEASON
    assert created.performance_count == 2
    assert created == catalog.GetSeason(pb.GetSeasonRequest(name=SEASON))
    books = service.store.books("studio-theatre").season("autumn")
    assert books.season == studio_season()


def test_a_season_with_one_bad_performance_is_not_entered_at_all(service):
    request = create_request()
    request.performances[1].reference_price_tier_id = "none"
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID") as said:
        service.client.catalog.CreateSeason(request)
    assert said["metadata"]["field"] == "performances[1]"
    assert not service.store.organizations()


def test_a_repeat_gets_the_first_season(service):
    catalog = service.client.catalog
    first = catalog.CreateSeason(create_request(request_id="r1"))
    assert catalog.CreateSeason(create_request(request_id="r1")) == first
    other = create_request(studio_season(name="Another"), request_id="r1")
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED"):
        catalog.CreateSeason(other)


def test_an_id_is_given_once(service):
    service.client.catalog.CreateSeason(create_request())
    with refused(grpc.StatusCode.ALREADY_EXISTS, "NAME_TAKEN"):
        service.client.catalog.CreateSeason(create_request())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"parent": ""}, "parent"),
        ({"season_id": ""}, "season_id"),
        ({"season": None}, "season"),
        ({"request_id": "é"}, "request_id"),
        ({"request_id": "x" * 101}, "request_id"),
    ],
)
def test_what_is_required_to_create_a_season_is_asked_for(service, changes, field):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID") as said:
        service.client.catalog.CreateSeason(create_request(**changes))
    assert said["metadata"]["field"] == field


def test_an_unknown_season_is_not_found(house):
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN") as said:
        house.client.catalog.GetSeason(
            pb.GetSeasonRequest(name=f"{OWNER}/seasons/spring")
        )
    assert said["message"] == "no season 'spring'; known: autumn."


def test_only_the_fields_of_the_mask_change(house):
    catalog = house.client.catalog
    before = catalog.GetSeason(pb.GetSeasonRequest(name=SEASON))
    season = Season(name=SEASON, display_name="Late autumn", notes="New.")
    mask = FieldMask(paths=["display_name"])
    after = catalog.UpdateSeason(
        pb.UpdateSeasonRequest(season=season, update_mask=mask)
    )
    assert (after.display_name, after.notes) == ("Late autumn", before.notes)
    assert after.venues == before.venues
    assert after.active_price_plan == f"{SEASON}/pricePlans/r1"


def test_without_a_mask_what_is_set_changes(house):
    season = Season(name=SEASON, notes="New.")
    after = house.client.catalog.UpdateSeason(pb.UpdateSeasonRequest(season=season))
    assert (after.notes, after.display_name) == ("New.", "Autumn at the studio")


def test_a_mask_of_unknown_fields_is_refused(house):
    request = pb.UpdateSeasonRequest(
        season=Season(name=SEASON), update_mask=FieldMask(paths=["colour"])
    )
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID") as said:
        house.client.catalog.UpdateSeason(request)
    assert said["metadata"]["field"] == "update_mask.paths[0]"


def test_an_update_of_another_version_is_aborted(house):
    catalog = house.client.catalog
    etag = catalog.GetSeason(pb.GetSeasonRequest(name=SEASON)).etag
    season = Season(name=SEASON, notes="Mine.", etag=etag)
    catalog.UpdateSeason(pb.UpdateSeasonRequest(season=season))
    season.notes = "Mine again."
    with refused(grpc.StatusCode.ABORTED, "REVISION_CHANGED"):
        catalog.UpdateSeason(pb.UpdateSeasonRequest(season=season))


def test_a_performance_is_closed_and_opened(house):
    catalog = house.client.catalog
    for state in (Performance.STATE_CLOSED, Performance.STATE_OPEN):
        changed = catalog.UpdatePerformance(
            pb.UpdatePerformanceRequest(
                performance=Performance(name=NIGHT, state=state)
            )
        )
        assert changed.state == state
        assert changed == catalog.GetPerformance(pb.GetPerformanceRequest(name=NIGHT))


def test_the_etag_of_a_performance_outlives_sales_and_other_performances(house):
    catalog = house.client.catalog
    etag = catalog.GetPerformance(pb.GetPerformanceRequest(name=NIGHT)).etag
    hold(house.store)
    other = Performance(
        name=f"{SEASON}/performances/night-2", state=Performance.STATE_CLOSED
    )
    catalog.UpdatePerformance(pb.UpdatePerformanceRequest(performance=other))
    mine = Performance(name=NIGHT, state=Performance.STATE_CLOSED, etag=etag)
    catalog.UpdatePerformance(pb.UpdatePerformanceRequest(performance=mine))
    with refused(grpc.StatusCode.ABORTED, "REVISION_CHANGED"):
        catalog.UpdatePerformance(pb.UpdatePerformanceRequest(performance=mine))


def test_a_performance_tells_its_tier_and_its_seats(house):
    hold(house.store)
    night = house.client.catalog.GetPerformance(pb.GetPerformanceRequest(name=NIGHT))
    front = night.category_seats[0]
    assert night.posted_price_tier_id == "low"
    assert (front.seat_count, front.sold_seat_count, front.held_seat_count) == (
        40,
        0,
        2,
    )


def test_seats_that_are_held_cannot_be_taken_out(house):
    hold(house.store)
    night = house.client.catalog.GetPerformance(pb.GetPerformanceRequest(name=NIGHT))
    night.category_seats[0].seat_count = 1
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
        house.client.catalog.UpdatePerformance(
            pb.UpdatePerformanceRequest(performance=night)
        )


def new_night(name="night-3", **changes):
    performance = Performance(
        production="antigone",
        venue_id="studio",
        start_time=timestamp(OPENING),
        on_sale_time=timestamp(studio_season().performances[0].on_sale_at),
        reference_price_tier_id="mid",
    )
    settings = {
        "parent": SEASON,
        "performance_id": name,
        "performance": performance,
        **changes,
    }
    return pb.CreatePerformanceRequest(**settings)


def test_a_performance_is_added(house):
    catalog = house.client.catalog
    added = catalog.CreatePerformance(new_night(request_id="r1"))
    assert PerformanceName.parse(added.name, "name").performance_id == "night-3"
    assert [seats.seat_count for seats in added.category_seats] == [40, 40]
    assert list(added.price_tier_ids) == ["low", "mid", "high"]
    assert catalog.CreatePerformance(new_night(request_id="r1")) == added
    with refused(grpc.StatusCode.ALREADY_EXISTS, "NAME_TAKEN"):
        catalog.CreatePerformance(new_night())


def test_performances_come_in_pages(service):
    service.client.catalog.CreateSeason(create_request(studio_season(nights=7)))
    token, names = "", []
    while True:
        request = pb.ListPerformancesRequest(
            parent=SEASON, page_size=3, page_token=token
        )
        answer = service.client.catalog.ListPerformances(request)
        names += [
            performance.name.split("/")[-1] for performance in answer.performances
        ]
        token = answer.next_page_token
        if not token:
            break
    assert names == [f"night-{n}" for n in range(1, 8)]


def test_seasons_come_by_name_and_only_of_their_organisation(service):
    catalog = service.client.catalog
    for season_id in ("spring", "autumn"):
        catalog.CreateSeason(create_request(studio_season(id=season_id)))
    answer = catalog.ListSeasons(pb.ListSeasonsRequest(parent=OWNER))
    assert [s.name for s in answer.seasons] == [
        f"{OWNER}/seasons/autumn",
        f"{OWNER}/seasons/spring",
    ]
    other = pb.ListSeasonsRequest(parent="organizations/other")
    assert not catalog.ListSeasons(other).seasons
    every = pb.ListSeasonsRequest(parent="organizations/-")
    assert [s.name for s in catalog.ListSeasons(every).seasons] == [
        s.name for s in answer.seasons
    ]


def history_rows(count, **changes):
    return [
        history_pb2.HistoryRow(
            **{
                "performance_id": f"p{n}",
                "production": "antigone",
                "venue": "studio",
                "start_time": timestamp(OPENING),
                "seat_category": "front",
                "capacity": 40,
                "unit_price": 20.0,
                "quantity": n % 41,
                **changes,
            }
        )
        for n in range(count)
    ]


def test_history_comes_in_several_messages(house):
    rows = history_rows(25)
    requests = [
        history_pb2.ImportHistoryRequest(
            parent=OWNER, rows=rows[:10], time_zone="Europe/Paris"
        ),
        history_pb2.ImportHistoryRequest(rows=rows[10:]),
    ]
    answer = house.client.catalog.ImportHistory(iter(requests))
    assert (answer.row_count, answer.performance_count) == (25, 25)
    kept = house.store.books("studio-theatre").history
    assert kept is not None
    assert kept.quantity == tuple(n % 41 for n in range(25))
    # An evening in Paris is that hour there.
    assert kept.starts_at[0].hour == OPENING.hour + 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"production": ""}, "rows[0].production"),
        ({"start_time": None}, "rows[0].start_time"),
        ({"capacity": None}, "rows[0].capacity"),
        ({"quantity": -1}, "rows[0].quantity"),
        ({"unit_price": float("nan")}, "rows[0].unit_price"),
        ({"unit_price": 1e308}, "rows[0].unit_price"),
        ({"capacity": 2**31 - 1}, "rows[0].capacity"),
        ({"start_time": {"seconds": -62135596800}}, "rows[0].start_time"),
        ({"start_time": {"seconds": 253402300799}}, "rows[0].start_time"),
        ({"performance_id": "same"}, "rows[1]"),
    ],
)
def test_history_with_one_bad_row_is_not_kept_at_all(house, changes, field):
    request = history_pb2.ImportHistoryRequest(
        parent=OWNER, rows=history_rows(2, **changes)
    )
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID") as said:
        house.client.catalog.ImportHistory(iter([request]))
    assert said["metadata"]["field"] == field
    assert house.store.books("studio-theatre").history is None


def test_history_of_nobody_is_refused(house):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
        house.client.catalog.ImportHistory(iter([]))


def test_history_too_large_to_keep_is_cut_short(house, monkeypatch):
    monkeypatch.setattr(history_imports, "HISTORY_BYTES_MAX", 2 << 20)
    rows = [history_rows(1, production=letter * 1_000_000)[0] for letter in "abc"]
    requests = [
        history_pb2.ImportHistoryRequest(parent=OWNER, rows=[row]) for row in rows
    ]
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID") as said:
        house.client.catalog.ImportHistory(iter(requests))
    assert "2 MiB" in said["message"]
    assert house.store.books("studio-theatre").history is None
