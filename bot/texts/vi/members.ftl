# Members of a cell: the roster, standings, joining and leaving.
member-no-name = Chưa có tên đảng viên. Đề nghị đồng chí ghi họ và tên.
member-left = Đồng chí { $name } không còn trong danh sách.
member-not-left = Đồng chí { $name } đang có trong danh sách.
member-change-too-early = Đồng chí { $name } đã có thay đổi từ { $day }. Đề nghị chọn ngày từ đó trở đi.

meeting-attendance-list =
    .hint = Chạm tên người vắng, hoặc nhắn số hay tên. Ví dụ: 2, 5; hoặc: vắng đ/c Lan ốm.
attendance-all = Đủ { $base }/{ $base }
attendance-done = Xong: vắng { $absent }, có mặt { $present }/{ $base }
attendance-absent = Vắng: { $name }
attendance-strangers = Không có trong danh sách của chi bộ: { $names }. Vẫn ghi như đồng chí nhắn.
reason-ill = Ốm
reason-hospital = Đi viện
reason-away = Đi làm xa
reason-trip = Công tác
reason-watch = Trực
reason-family = Việc gia đình
reason-other = Lý do khác
reason-none = Không lý do
reason-rest = Có lý do cả { $count } đồng chí còn lại

members-title = { $unit } · danh sách đảng viên
members-list = Ghi họ và tên, mỗi dòng một đồng chí
    .label = danh sách
    .hint = Ví dụ: Lê Thị Lan, dự bị, tổ 2. Ghi sau tên nếu có: dự bị, miễn SH, SHT, tổ 2. Có thể dán cả danh sách.
    .help = Không ghi gì sau tên là đảng viên chính thức. Miễn SH: được miễn sinh hoạt; SHT: sinh hoạt tạm thời từ nơi khác đến. Không nhập số thẻ đảng viên.
members-review =
    .help = Kiểm tra họ tên. Nhắn thêm tên để ghi tiếp, nhắn 1 để ghi lại từ đầu, nhắn Chốt để gửi.
members-doubled = Đã có trong danh sách, không ghi lại: { $names }. Nếu là người khác cùng tên, đề nghị ghi thêm tổ đảng, ví dụ: tổ 2.
members-none-new = Không có tên mới. Đề nghị đồng chí ghi thêm tên, hoặc Hủy.
members-kept = ✅ Đã ghi { $added } đồng chí vào danh sách của { $unit }.
members-undone = Đã bỏ { $count } đồng chí vừa ghi.
reading-members = Đề nghị đồng chí ghi họ và tên, mỗi dòng một đồng chí. Ví dụ: Lê Thị Lan, dự bị.
reading-member-line = Dòng { $number } “{ $line }” chưa đọc được họ và tên. Đề nghị ghi lại cả danh sách, mỗi dòng một đồng chí. Ví dụ: Lê Thị Lan, dự bị.
reading-members-many = Mỗi lần ghi tối đa { $most } đồng chí. Đề nghị chia làm nhiều lần.
reading-group = Đề nghị ghi số tổ, ví dụ: tổ 2; không thuộc tổ nào thì nhắn: không.
answer-members = { $count } đồng chí: { $names }
answer-member = { $name } ({ $more })
answer-no-group = không thuộc tổ nào

standing-official = chính thức
standing-probationary = dự bị
standing-exempt = miễn sinh hoạt
standing-special_duty = nhiệm vụ đặc biệt
standing-temporary_in = sinh hoạt tạm thời đến
standing-temporary_out = sinh hoạt tạm thời nơi khác
standing-title = Đồng chí { $name }
standing-standing = Nay thuộc diện nào?
    .label = diện
    .help = Miễn sinh hoạt, nhiệm vụ đặc biệt và sinh hoạt tạm thời nơi khác không tính vào số phải dự; sinh hoạt tạm thời đến được ghi riêng.
standing-since = Từ ngày nào?
    .label = từ ngày
    .hint = Ví dụ: hôm nay, mùng 3, 3/11.
    .help = Từ ngày đó số phải dự tính theo diện mới. Các biên bản trước giữ nguyên.
left-transfer = chuyển đi
left-removal = xóa tên
left-death = từ trần
left-mistake = ghi nhầm
leaving-title = Đồng chí { $name }
leaving-left = Ra khỏi danh sách vì sao?
    .label = lý do
    .help = Biên bản đã ghi giữ nguyên. Ghi nhầm: chưa từng thuộc chi bộ.
leaving-since = Từ ngày nào?
    .label = từ ngày
    .hint = Ví dụ: hôm nay, mùng 3, 3/11.
    .help = Từ ngày đó đồng chí ấy không tính vào số phải dự.
party_group-title = Đồng chí { $name }
party_group-group = Thuộc tổ đảng nào?
    .label = tổ đảng
    .hint = Ví dụ: tổ 2. Không thuộc tổ nào: nhắn không.
    .help = Tổ đảng giúp phân biệt các đồng chí trùng tên và giao việc cho tổ.
member_name-title = Đồng chí { $name }
member_name-name = Ghi lại họ và tên
    .label = họ và tên
    .hint = Ví dụ: Lê Thị Lan.
    .help = Sửa lỗi ghi tên. Các biên bản trước giữ tên cũ.
member-in-future = Ngày { $day } chưa đến. Đề nghị ghi khi đã có hiệu lực.
member-before = Đề nghị chọn từ ngày { $day } trở đi, vì từ ngày đó đã có ghi trước.
member-changed = ✅ Đã ghi: { $member }.
member-stood = ✅ Đã ghi: đồng chí { $name } từ { $before } thành { $after }, từ { $day }.
member-gone = ✅ Đã đưa đồng chí { $name } ra khỏi danh sách: { $how }, từ { $day }.
member-restored = Đã trở lại như trước: { $member }.
member-undo-late = Đồng chí { $name } đã có thay đổi khác sau đó, không hoàn tác được.
member-head = Đồng chí { $name }
member-since = { $standing }, từ { $day }
member-group = { $group }
member-no-group = Không ghi tổ đảng
member-do-standing = Đổi diện
member-do-leave = Ra khỏi danh sách
member-do-group = Đổi tổ đảng
member-do-name = Sửa tên

roster-button = Danh sách đảng viên
roster-add = Ghi thêm đảng viên
roster-gone = Đã ra khỏi danh sách
roster-undo = Hoàn tác
roster-none = { $unit } chưa có danh sách đảng viên, nên điểm danh bằng số. Có danh sách thì chạm tên người vắng là xong; không bắt buộc.
roster-head = { $unit } · danh sách đảng viên
roster-strength = { $parts }; số phải dự { $base }
roster-count = { $count } { $standing }
roster-gone-head = { $unit }, đã ra khỏi danh sách. Nhắn số để đưa trở lại.
roster-gone-line = { $name }: { $how }, { $day }
roster-offer = Muốn điểm danh bằng cách chạm tên người vắng, đồng chí có thể ghi danh sách đảng viên một lần.

absences-private = Chỉ đồng chí Bí thư thấy phần này:
absences-in-row = Đồng chí { $name } vắng { $times } kỳ thường kỳ liên tiếp{ $unexcused ->
    [0] { "" }
   *[other] , { $unexcused } kỳ chưa rõ hoặc không lý do
}. Đề nghị đồng chí thăm hỏi.
absences-in-year = Đồng chí { $name } vắng { $times } kỳ thường kỳ trong năm{ $unexcused ->
    [0] { "" }
   *[other] , { $unexcused } kỳ chưa rõ hoặc không lý do
}. Đề nghị đồng chí thăm hỏi.
absences-more = và { $count } đồng chí khác.

meeting-absences-list =
    .hint = Hoặc chạm tên người vắng, hoặc nhắn: đ/c Lan ốm, đ/c Hùng không phép.
absences-excused = Vắng { $count }, đều có lý do
absences-unexcused = Vắng { $count }, đều không lý do
