# Invitations: choosing whom, the link, and the first minute of somebody new.
command-moi = Mời người vào hệ thống

invite-choose = Mời vào { $unit }. Chọn chức vụ hoặc đơn vị cấp dưới:
invite-choose-root = Mời vào đơn vị nào?
invite-hint = Có thể tìm theo tên, ví dụ: /moi muối
invite-nothing = Ở { $unit }, đồng chí chưa được mời ai.
invite-post = { $role }: { $names }
invite-post-vacant = { $role }: chưa có
invite-holder = { $name } ({ $state })
invite-unit = { $name }
invite-who = Mời đồng chí nào làm { $post }?
invite-somebody-else = Người khác
invite-confirm = Tạo đường dẫn mời làm { $post }? Đường dẫn dùng một lần, có giá trị { $hours } giờ.
invite-confirm-named = Tạo đường dẫn mời đồng chí { $name } làm { $post }? Đường dẫn dùng một lần, có giá trị { $hours } giờ.
invite-replaces = ⚠ Khi người được mời vào, đồng chí { $name } thôi giữ chức vụ này trong hệ thống.
invite-make = Tạo đường dẫn
invite-not = Thôi
invite-not-made = Không tạo đường dẫn nào.
invite-link =
    Đường dẫn mời làm { $post }:
    { $link }
    Dùng một lần, đến { $until }. Chỉ gửi riêng cho người được mời, hoặc đưa quét mã trong ảnh.
invite-link-named =
    Đường dẫn mời đồng chí { $name } làm { $post }:
    { $link }
    Dùng một lần, đến { $until }. Chỉ gửi riêng cho đồng chí ấy, hoặc đưa quét mã trong ảnh.
invite-revoke = Thu hồi đường dẫn
invite-revoked = Đã thu hồi. Đường dẫn này không còn dùng được.
invite-revoked-before = Đường dẫn này đã dùng hoặc đã thu hồi từ trước.

invitation-no-right = Đồng chí chưa được giao việc mời chức vụ này. Đề nghị liên hệ cấp ủy cấp trên.
invitation-no-such-post = Đơn vị này không có chức vụ đó trong hệ thống.
invitation-unknown = Đường dẫn mời không đúng. Đề nghị đồng chí mở lại đúng đường dẫn được gửi.
invitation-expired = Đường dẫn mời đã hết hạn. Đề nghị đồng chí xin cấp ủy cấp trên đường dẫn mới.
invitation-used = Đường dẫn mời này đã được dùng. Nếu không phải đồng chí dùng, đề nghị báo ngay cấp ủy cấp trên.
invitation-revoked = Đường dẫn mời đã được thu hồi. Đề nghị đồng chí xin cấp ủy cấp trên đường dẫn mới.
invitation-closed = Đơn vị trong lời mời không còn hoạt động. Đề nghị đồng chí liên hệ cấp ủy cấp trên.
invitation-locked = Đồng chí đã mở sai nhiều lần. Đề nghị chờ một giờ rồi mở lại đường dẫn được gửi.

join-greeting =
    Kính chào đồng chí. Đây là hệ thống ghi sinh hoạt chi bộ của { $committee }.
    Đồng chí được mời làm { $post }. Không nhập nội dung mật, số thẻ đảng viên, việc kỷ luật.
join-yes = Đúng, tôi là { $post }
join-no = Không phải tôi
join-declined = Cảm ơn đồng chí. Hệ thống chưa ghi gì. Đề nghị đồng chí xóa tin có đường dẫn và báo lại người gửi.
join-done-cell = Xong. Mỗi tháng đồng chí chỉ cần trả lời tin nhắc.
join-done-upper_member = Xong. Hệ thống sẽ báo đồng chí khi chi bộ theo dõi chưa có thông tin sinh hoạt.
join-done-admin = Xong. Đồng chí xem tình hình bằng /tonghop, mời người bằng /moi.
join-usual-day = Chi bộ sinh hoạt { $day }{ $hour ->
    [none] { "" }
   *[other] , { $hour }
}, đúng không?
join-no-day = Hệ thống chưa biết ngày sinh hoạt thường kỳ của chi bộ.
join-day-right = Đúng
join-day-change = Sửa
join-day-later = Để sau
join-ready = Cảm ơn đồng chí. Đến kỳ, Hệ thống sẽ nhắc.

joined-notice = Đồng chí { $name } đã vào hệ thống, giữ chức vụ { $role ->
    [secretary] Bí thư
    [deputy] Phó bí thư
    [committee_member] Chi ủy viên
    [upper_member] Đảng ủy viên theo dõi
    [stand_in] Người thay Bí thư
   *[other] Quản trị viên
} { $unit }. Tài khoản Telegram: “{ $account }”, mã số { $number }. Nếu không đúng người, bấm Thu hồi: chức vụ kết thúc ngay.
replaced-notice = Đồng chí { $name } đã nhận chức vụ Bí thư { $unit } trong hệ thống (tài khoản Telegram “{ $account }”, mã số { $number }). { $drafts ->
    [0] Hồ sơ của chi bộ vẫn giữ nguyên.
   *[other] Bản đang ghi và hồ sơ của chi bộ được chuyển cho đồng chí ấy.
} Cảm ơn đồng chí. Nếu có nhầm lẫn, đề nghị đồng chí báo cấp ủy cấp trên.
declined-notice = Người mở đường dẫn mời vào { $unit } trả lời “Không phải tôi”. Đề nghị đồng chí kiểm tra, nếu cần thì thu hồi và mời lại.

dismiss-at-once = Thu hồi
dismiss-whose = Thu hồi chức vụ của ai ở { $unit }?
dismiss-holder = { $role }: { $name }
dismiss-nobody = Ở { $unit } không có chức vụ nào mà đồng chí được thu hồi.
dismiss-sure = Thu hồi chức vụ { $post } của đồng chí { $name }{ $account ->
    [none] { "" }
   *[other] { " " }(mã Telegram { $account })
}? Có hiệu lực ngay, đồng chí ấy được báo. Biên bản đã ghi vẫn giữ nguyên.
dismiss-yes = Thu hồi
dismiss-no = Thôi
dismiss-done = Đã thu hồi chức vụ { $post } của đồng chí { $name }.
dismiss-not-done = Không thu hồi chức vụ nào.
dismissed-notice = Từ hôm nay đồng chí thôi giữ chức vụ { $role ->
    [secretary] Bí thư
    [deputy] Phó bí thư
    [committee_member] Chi ủy viên
    [upper_member] Đảng ủy viên theo dõi
   *[other] Quản trị viên
} { $unit } trong hệ thống. Nếu có nhầm lẫn, đề nghị đồng chí liên hệ cấp ủy cấp trên.
