# Members of a cell: the roster, standings, joining and leaving.
member-no-name = Chưa có tên đảng viên. Đề nghị đồng chí ghi họ và tên.
member-left = Đồng chí { $name } không còn trong danh sách.
member-not-left = Đồng chí { $name } đang có trong danh sách.
member-change-too-early = Đồng chí { $name } đã có thay đổi từ { $day }. Đề nghị chọn ngày từ đó trở đi.

meeting-attendance-list =
    .hint = Chạm tên người vắng, hoặc nhắn số hay tên. Ví dụ: 2, 5; hoặc: vắng đ/c Lan ốm.
attendance-all = Đủ { $base }/{ $base }
attendance-done = Xong: vắng { $absent }, có mặt { $present }/{ $base }
attendance-absent = { $name } – vắng
reason-ill = Ốm
reason-hospital = Đi viện
reason-away = Đi làm xa
reason-trip = Công tác
reason-watch = Trực
reason-family = Việc gia đình
reason-other = Lý do khác
reason-none = Không lý do
reason-rest = Có lý do cả { $count } đồng chí còn lại
