"""The words of the made-up district: places, given names, subjects and tasks. The people are invented."""

from __future__ import annotations

from bot.domain.units import UnitKind

COMMUNES = (
    "Nghĩa Phương", "Bảo Sơn", "Bảo Đài", "Bắc Lũng", "Bình Sơn", "Cẩm Lý", "Chu Điện", "Cương Sơn", "Đan Hội",
    "Đông Hưng", "Đông Phú", "Huyền Sơn", "Khám Lạng", "Lan Mẫu", "Lục Sơn", "Tam Dị", "Thanh Lâm", "Tiên Nha",
    "Trường Giang", "Trường Sơn", "Vô Tranh", "Vũ Xá", "Yên Sơn", "Phương Sơn", "Đồi Ngô",
)  # fmt: skip
TOWNS = frozenset({"Đồi Ngô", "Phương Sơn"})
"""These are thị trấn: their cells are tổ dân phố."""
VILLAGES = (
    "Muối", "Khe Sâu", "An Phú", "Đồng Man", "Trại Giữa", "Bãi Đá", "Hố Nước", "Cây Đa", "Ba Gò", "Gốc Sấu", "Đầu Cầu",
    "Phượng Hoàng", "Quỷnh", "Tân Mộc", "Hòa Bình", "Hợp Thành", "Liên Giang", "Mai Thưởng", "Non Thần", "Đồng Cống",
    "Thượng Lâm", "Hạ Lâm", "Trung An", "Đông Thịnh", "Tây Đồng", "Bờ Lở", "Cổ Mân", "Dùm", "Suối Ván", "Vườn Hồng",
    "Rừng Long", "Đọ Làng", "Già Khê", "Yên Thịnh", "Nhân Lý", "Cống Thuận", "Đèo Me", "Hà Mỹ", "Kép Đồng", "Lưng Ngựa",
)  # fmt: skip
OTHER_CELLS = (
    ("Chi bộ Trường Tiểu học {commune}", "Phòng họp nhà trường"),
    ("Chi bộ Trường THCS {commune}", "Phòng họp nhà trường"),
    ("Chi bộ Trường Mầm non {commune}", "Phòng họp nhà trường"),
    ("Chi bộ Cơ quan {commune}", "Hội trường Ủy ban nhân dân"),
    ("Chi bộ Trạm Y tế {commune}", "Phòng giao ban Trạm Y tế"),
)
FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi", "Đặng", "Ngô", "Dương", "Giáp", "Thân", "Vi", "Lý", "Chu",
)  # fmt: skip
MEN = (
    "Văn An", "Văn Bắc", "Văn Chiến", "Đức Cường", "Văn Dũng", "Quang Đạt", "Văn Đông", "Văn Giang", "Minh Hải", "Văn Hùng",
    "Quốc Khánh", "Văn Kiên", "Văn Lâm", "Đình Long", "Văn Minh", "Văn Nam", "Trọng Nghĩa", "Văn Phúc", "Hồng Quân",
    "Văn Sơn", "Văn Tâm", "Xuân Thành", "Văn Thắng", "Văn Toàn", "Anh Tuấn", "Văn Tùng", "Văn Việt", "Thế Vinh",
)  # fmt: skip
WOMEN = (
    "Thị Ánh", "Thị Bích", "Thị Chinh", "Thị Dung", "Thị Giang", "Thu Hà", "Thị Hạnh", "Thị Hiền", "Thị Hoa", "Thị Hồng",
    "Thị Huệ", "Thị Lan", "Thị Liên", "Thị Loan", "Thị Mai", "Thị Nga", "Thị Ngọc", "Thị Nhung", "Thị Oanh", "Thị Phương",
    "Thị Quyên", "Thị Tâm", "Thị Thảo", "Thị Thoa", "Thị Thu", "Thị Thúy", "Thị Tuyết", "Thị Yến",
)  # fmt: skip
NEIGHBOURS = (
    "Trần Văn Bình", "Lê Thị Lan", "Phạm Văn Hùng", "Ngô Thị Dung", "Đặng Văn Cảnh", "Bùi Thị Hoa", "Vũ Văn Thành",
    "Dương Thị Liên", "Giáp Văn Minh",
)  # fmt: skip
"""Members of the demo's own cells, deputy first: their given names are those of the examples (domain.md 7)."""
MEETING_DAYS = (
    ("3", 60), ("1", 4), ("2", 4), ("4", 3), ("5", 5), ("8", 2), ("15", 2), ("25", 1), ("30", 1), ("31", 1),
    ("cuối tháng", 2), ("đầu tháng", 1), ("thứ bảy đầu tháng", 3), ("chủ nhật thứ hai", 2), ("thứ 7 tuần cuối", 1),
    ("đăng ký", 5), ("", 3),
)  # fmt: skip
"""As a cell writes it, with how many of a hundred do; mostly the 3rd (domain.md 3.1)."""
VILLAGE_HOURS = (("19:30", 55), ("19:00", 20), ("20:00", 15), ("14:00", 4), ("", 6))
OFFICE_HOURS = (("15:00", 50), ("16:00", 30), ("14:00", 15), ("", 5))
TOPICS = (
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Vận động nhân dân hiến đất mở rộng đường thôn",
    "Phân loại, xử lý rác thải tại hộ gia đình",
    "Xây dựng thôn nông thôn mới kiểu mẫu",
    "Phát triển đảng viên là thanh niên nông thôn",
    "Phòng, chống cháy rừng và bảo vệ nguồn nước",
    "Chuyển đổi số trong sinh hoạt cộng đồng",
)
SUBJECTS = (
    "Lãnh đạo thực hiện nhiệm vụ trọng tâm của tháng",
    "Mở rộng, đổ bê tông đường trục thôn",
    "Vận động hộ dân tham gia bảo hiểm y tế",
    "Giữ gìn vệ sinh môi trường, thu gom rác thải",
    "Bảo đảm an ninh trật tự dịp lễ, Tết",
    "Thu hoạch và tiêu thụ vải thiều",
    "Chăm lo gia đình người có công, hộ nghèo",
    "Tu sửa nhà văn hóa thôn",
    "Phòng, chống dịch bệnh cho đàn vật nuôi",
    "Bồi dưỡng nguồn kết nạp đảng viên",
)
TASKS: tuple[tuple[str, float | None, str], ...] = (
    ("Vận động các hộ ngõ 2 hiến đất mở đường", 12, "hộ"),
    ("Thu tiền đóng góp đổ bê tông đường thôn", 40, "hộ"),
    ("Cải tạo, san gạt mặt đường trục thôn", 1.5, "km"),
    ("Dọn vệ sinh kênh mương nội đồng", 800, "m"),
    ("Vận động tham gia bảo hiểm y tế", 25, "hộ"),
    ("Trồng cây bóng mát ven đường", 120, "cây"),
    ("Lắp đèn chiếu sáng ngõ xóm", 15, "bóng"),
    ("Rà soát hộ nghèo, hộ cận nghèo", None, ""),
    ("Giúp đỡ hai quần chúng ưu tú", None, ""),
    ("Sửa mái nhà văn hóa thôn", None, ""),
    ("Tuyên truyền Luật Đất đai tới các tổ đảng", None, ""),
    ("Thăm hỏi gia đình người có công", 9, "hộ"),
)
AREAS = ("", "", "ngõ 2", "xóm Trên", "xóm Dưới", "tổ đảng số 1", "tổ đảng số 3")
REASONS = ("ốm", "đi viện", "đi làm xa", "công tác", "trực", "việc gia đình")
PUT_OFF = ("bão lũ", "đang mùa vụ", "bí thư đi tập huấn", "trùng hội nghị của đảng ủy", "nhà văn hóa đang sửa")
LATE_NOTES = ("mưa kéo dài", "thiếu vật liệu", "một số hộ chưa đồng thuận", "chờ kinh phí")
DROP_NOTES = ("không còn phù hợp", "chuyển xã thực hiện", "các hộ không đồng thuận")
CONTENT = (
    ("advocacy", "Thông báo kết quả hội nghị đảng ủy; định hướng tuyên truyền trong tháng."),
    ("economy", "Tiến độ sản xuất vụ này; chăm sóc vải, na; an ninh trật tự ổn định."),
    ("democracy", "Lấy ý kiến về hương ước; công khai các khoản đóng góp."),
    ("other", "Giải quyết kiến nghị của đảng viên về đèn đường."),
)
CONCLUSIONS = (
    "Nhất trí với báo cáo; tập trung hoàn thành các nhiệm vụ đã giao trong tháng.",
    "Thống nhất phương án mở đường; phân công đảng viên phụ trách từng ngõ.",
    "Tiếp tục vận động nhân dân giữ gìn vệ sinh, thu gom rác thải đúng nơi quy định.",
    "Đề nghị các đồng chí được phân công báo cáo kết quả trước kỳ sinh hoạt sau.",
)
ROOTS = {
    UnitKind.DISTRICT: "Đảng bộ huyện Lục Nam",
    UnitKind.PROVINCE: "Đảng bộ tỉnh mẫu",
    UnitKind.PARTY_BODY: "Đảng bộ toàn quốc (dữ liệu mẫu)",
}

REMARKS = (
    "Nền nếp tốt, ý kiến phát biểu sát việc của thôn",
    "Cần phân công rõ người, rõ hạn",
    "Chuẩn bị chu đáo; nên mời thêm ý kiến đảng viên trẻ",
)
"""What upper members remark of a meeting."""
