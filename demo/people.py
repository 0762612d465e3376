"""The invented people of the demo: who stands in the phones page's list, and what the made-up district makes of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.people import Role


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person with a phone; ``role`` is the post the seed gives (None: none), ``joined`` whether the bot knows the phone."""

    telegram_id: int
    name: str
    note: str
    """What the page says beside the name, in Vietnamese."""
    role: Role | None = None
    joined: bool = False
    phone: str = ""
    """As Telegram shares a contact: country code first, no sign. All are made up."""


ADMIN_ID = 7000001
"""The id given to the bot as ``ADMIN_IDS``: administers the root unit."""

PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson(ADMIN_ID, "Đỗ Minh Quang", "quản trị huyện", Role.ADMIN, joined=True, phone="84900000001"),
    DemoPerson(7000002, "Vũ Thị Thanh", "quản trị xã", Role.ADMIN, joined=True, phone="84900000002"),
    DemoPerson(7000003, "Nguyễn Văn An", "bí thư chi bộ, đã vào", Role.SECRETARY, joined=True, phone="84900000003"),
    DemoPerson(7000004, "Trần Thị Bình", "bí thư chi bộ, đã vào", Role.SECRETARY, joined=True, phone="84900000004"),
    DemoPerson(7000005, "Hoàng Văn Cường", "bí thư mới, chưa vào", Role.SECRETARY, phone="84900000005"),
    DemoPerson(7000006, "Lê Thị Dung", "đảng ủy viên theo dõi", Role.UPPER_MEMBER, joined=True, phone="84900000006"),
    DemoPerson(7000007, "Phạm Văn Hải", "người lạ", phone="84900000007"),
)
"""In the order of the page's list: the admin of the district, of a commune, two secretaries of seeded cells, a new
secretary who has not joined, a member of the committee above who follows cells, a stranger."""
