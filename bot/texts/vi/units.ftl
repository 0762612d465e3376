# Units: browsing the tree, a unit's card, the usual meeting day.
command-donvi = Xem các đơn vị

post-secretary = Bí thư { $unit }
post-deputy = Phó bí thư { $unit }
post-committee_member = Chi ủy viên { $unit }
post-upper_member = Đảng ủy viên theo dõi { $unit }
post-admin = Quản trị viên { $unit }
role-secretary = Bí thư
role-deputy = Phó bí thư
role-committee_member = Chi ủy viên
role-upper_member = Đảng ủy viên theo dõi
role-admin = Quản trị viên

units-none = Đồng chí chưa có đơn vị nào để xem.
units-unknown = Không tìm thấy đơn vị nào có tên “{ $words }”. Đề nghị đồng chí nhắn vài chữ trong tên, ví dụ: /donvi muối
units-found = Có { $count } đơn vị có tên “{ $words }”:
units-found-many = Có nhiều đơn vị có tên “{ $words }”; đây là { $count } đơn vị đầu. Nhắn thêm chữ để tìm gần hơn.
units-roots = Các đơn vị của đồng chí:
units-committee = { $name } · mã { $code }
units-cells = { $cells } chi bộ, { $joined } chi bộ có người đã vào hệ thống
units-no-cells = Chưa có chi bộ
units-line = { $number }. { $name }
units-line-cells = { $number }. { $name }: { $cells } chi bộ
units-page = Trang { $page }/{ $pages }

unit-cell = { $name } · mã { $code }
unit-closed = Đã giải thể hoặc sáp nhập từ { $day }
unit-day = Sinh hoạt: { $day }{ $hour ->
    [none] { "" }
   *[other] , { $hour }
}, khoảng { $minutes } phút
unit-place = Nơi họp: { $place }
unit-members = Đảng viên: { $official } chính thức, { $probationary } dự bị, { $exempt } miễn sinh hoạt; số phải dự { $base }
unit-holder = { $role }: { $name } ({ $state })
unit-nobody = Chưa ghi ai giữ chức vụ
unit-joined = đã vào
unit-not-joined = chưa vào
unit-blocked = đã chặn hệ thống
unit-more-holders = và { $count } đồng chí khác

unit-button-invite = Mời người
unit-button-dismiss = Thu hồi chức vụ
unit-button-day = Sửa ngày sinh hoạt
unit-button-card = Tình hình 12 tháng

day-number = ngày { $day }
day-last = ngày cuối tháng
day-weekday = { $weekday } { $week ->
    [1] tuần đầu tháng
    [2] tuần thứ hai của tháng
    [3] tuần thứ ba của tháng
    [4] tuần thứ tư của tháng
   *[other] tuần cuối tháng
}
day-registered = theo đăng ký từng tháng
day-any = không cố định ngày

usual-day-ask = { $unit } thường sinh hoạt ngày nào trong tháng? Chạm hoặc nhắn số ngày; 31 là ngày cuối tháng.
usual-day-registered = Đăng ký từng tháng
usual-day-any = Không cố định
usual-hour-ask = { $unit }: { $day }. Bắt đầu lúc mấy giờ?
usual-hour-unknown = Không cố định giờ
usual-day-kept = Đã ghi: { $unit } sinh hoạt { $day }{ $hour ->
    [none] .
   *[other] , { $hour }.
} Tin nhắc sẽ theo lịch này.

unit-change-too-early = Đã có thay đổi muộn hơn, từ { $day }. Đề nghị chọn ngày từ đó trở đi.
unit-move-cycle = Không thể chuyển một đơn vị vào trong chính nó hoặc cấp dưới của nó.
unit-has-children = Đơn vị này còn cấp dưới, chưa đóng được.
rule-unknown = Hệ thống không có quy định tên “{ $name }”.
