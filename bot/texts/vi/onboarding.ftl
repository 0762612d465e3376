# Bringing a district in: who has not joined, the printable sheet.
onboarding-button = Chưa vào hệ thống: { $count }
onboarding-head = { $unit }: { $count } chức vụ chưa vào hệ thống
onboarding-none = { $unit }: mọi người đã vào hệ thống.
onboarding-line = { $number }. { $line }
onboarding-unit = { $name }: { $left }/{ $cells } chi bộ chưa có ai vào
onboarding-person = { $role } { $unit }: đ/c { $name }{ $phone ->
    [none] { "" }
   *[other] , { $phone }
}
onboarding-vacant = { $role } { $unit }: chưa ghi tên
onboarding-sheet = Tờ mời để in (.docx)
onboarding-nobody = Không còn ai phải mời.
onboarding-too-many = Có { $count } phiếu, mỗi tờ tối đa { $most }. Đề nghị đồng chí làm theo từng đơn vị cấp dưới.
onboarding-made = Tờ mời { $count } người, mỗi xã một trang: in ra, cắt theo nét đứt, đưa tận tay. Mã dùng một lần, đến { $until }. Đường dẫn cũ của các chức vụ này không còn dùng được.
sheet-cut = Cắt theo nét đứt, đưa tận tay từng người.
sheet-how = Mở máy ảnh, quét mã, bấm “Bắt đầu” trong Telegram.
sheet-name = đ/c { $name }
sheet-until = Chỉ cho một người, đến { $until }

onboarding-waiting = Chờ đồng chí duyệt: { $count }
joining-open = Duyệt: { $account }
joining-who = Tài khoản Telegram “{ $account }”, mã số { $number }, mở đường dẫn làm { $post } và đang chờ duyệt.
joining-phone-fits = Số điện thoại đã chia sẻ khớp danh sách ({ $listed }).
joining-phone-other = ⚠ Số điện thoại đã chia sẻ ({ $shared }) khác danh sách ({ $listed }). Đề nghị gọi hỏi trước.
joining-approve = Duyệt
joining-refuse = Không duyệt
joining-approved = ✅ Đã duyệt: đồng chí { $name } làm { $post }.
joining-refused = Không duyệt “{ $account }”. Đường dẫn không còn dùng được; nếu cần, đề nghị tạo lời mời mới.
joining-settled = Việc này đã được trả lời.
joining-begin = Bắt đầu
joining-notice = Tài khoản Telegram “{ $account }”, mã số { $number }, mở đường dẫn làm { $role ->
    [secretary] Bí thư
    [deputy] Phó bí thư
    [committee_member] Chi ủy viên
    [upper_member] Đảng ủy viên theo dõi
   *[other] Quản trị viên
} { $unit } và chờ duyệt. Chưa duyệt thì chưa xem được gì.
joining-phone-same = Tài khoản “{ $account }” đang chờ duyệt ở { $unit }: số điện thoại khớp danh sách ({ $listed }).
joining-phone-differs = ⚠ Tài khoản “{ $account }” đang chờ duyệt ở { $unit }: số điện thoại { $shared } khác danh sách { $listed }. Đề nghị gọi hỏi trước khi duyệt.
joining-approved-notice = Đồng chí đã được duyệt làm { $role ->
    [secretary] Bí thư
    [deputy] Phó bí thư
    [committee_member] Chi ủy viên
    [upper_member] Đảng ủy viên theo dõi
   *[other] Quản trị viên
} { $unit }. Mời đồng chí bắt đầu.
join-waiting = Cảm ơn đồng chí. Cấp ủy cấp trên sẽ duyệt rồi hệ thống nhắn đồng chí ngay. Đồng chí không phải làm gì thêm.
join-refused = Lời mời này chưa được duyệt. Đề nghị đồng chí liên hệ cấp ủy cấp trên.
contact-ask = Để cấp ủy yên tâm là đúng người, mời đồng chí bấm nút dưới ô nhắn tin để chia sẻ số điện thoại của mình. Không chia sẻ cũng vẫn dùng được.
contact-share = Chia sẻ số điện thoại của tôi
contact-not-own = Đây không phải số của chính đồng chí nên hệ thống không nhận. Nếu muốn, mời bấm nút chia sẻ số của mình.
contact-same = Cảm ơn đồng chí. Số điện thoại khớp danh sách.
contact-differs = Cảm ơn đồng chí. Số này khác số trong danh sách, người mời được báo để kiểm tra. Đồng chí vẫn dùng bình thường.
contact-differs-notice = ⚠ Đồng chí { $name } ở { $unit } chia sẻ số điện thoại { $shared }, khác danh sách { $listed }. Đề nghị gọi hỏi; nếu không đúng người, bấm Thu hồi.
