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
