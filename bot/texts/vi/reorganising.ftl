# Reorganising: merge, split, move, rename, close units on a day; the look before the yes.
reorg-head = Từ { $day }:
reorg-head-planned = Đến { $day } sẽ thực hiện:
reorg-opened = Thành lập { $name } (mã { $code }), thuộc { $above }
reorg-opened-root = Thành lập { $name } (mã { $code })
reorg-renamed = Đổi tên { $before } thành { $after }
reorg-moved = Chuyển { $name }: từ { $before } sang { $after }; nơi cũ không xem được nữa
reorg-more = … và { $count } việc như vậy
reorg-merge = { $name } sáp nhập vào { $into }
reorg-split = { $name } chia thành { $into }
reorg-close = { $name } kết thúc hoạt động; { $into } kế nhiệm
reorg-dissolved = { $name } kết thúc hoạt động
reorg-holder-goes = – { $role } { $name }: thành { $becomes } của đơn vị kế nhiệm
reorg-holder-ends = – { $role } { $name }: thôi giữ chức vụ
reorg-blind = – { $count } đồng chí không còn xem được số liệu nào
reorg-tasks = – { $count } nhiệm vụ đang mở: { $heir } nhận tiếp
reorg-tasks-stay = – { $count } nhiệm vụ đang mở: ở lại trong hồ sơ cũ, không nhắc nữa
reorg-obligations = – { $count } kỳ sinh hoạt chưa báo: không phải báo, không nhắc nữa
reorg-drafts = – { $count } bản đang ghi: dừng lại, không chốt được nữa
reorg-members = – { $count } đảng viên trong danh sách: chuyển sang danh sách của { $heir }
reorg-members-stay = – { $count } đảng viên trong danh sách: ở lại danh sách cũ, đơn vị kế nhiệm không giữ danh sách
reorg-settings = – { $count } cài đặt riêng: không còn áp dụng
reorg-root = { $name }: { $before } chi bộ, sau đó { $after }
reorg-history = Không xóa gì: hồ sơ cũ giữ nguyên ở đơn vị cũ; các kỳ trước vẫn tính cho đơn vị cũ.
reorg-wrong = Chưa thực hiện được, có { $count } chỗ cần sửa:
reorg-wrong-row = – Dòng { $row }: { $why }
reorg-wrong-twice = “{ $code }” đã có ở dòng khác.
reorg-wrong-ends-too = “{ $code }” vừa kết thúc vừa được chuyển hoặc đổi tên.
reorg-wrong-unknown = Không có đơn vị mã “{ $other }” đang hoạt động.
reorg-wrong-closed = “{ $code }” đã kết thúc hoạt động.
reorg-wrong-code-taken = Mã “{ $code }” đã dùng.
reorg-wrong-no-name = “{ $code }” chưa có tên hoặc loại.
reorg-wrong-no-parent = “{ $code }” chưa có mã cấp trên.
reorg-wrong-into-open = Đơn vị mới “{ $code }” không có mã kế nhiệm.
reorg-wrong-into-move = Chuyển “{ $code }” chỉ cần mã cấp trên, không có mã kế nhiệm.
reorg-wrong-into-rename = Đổi tên “{ $code }” không có mã kế nhiệm.
reorg-wrong-into-merge = Sáp nhập “{ $code }” cần đúng một mã kế nhiệm khác.
reorg-wrong-into-split = Chia tách “{ $code }” cần từ hai mã kế nhiệm (có thể gồm chính nó).
reorg-wrong-into-close = “{ $code }” kết thúc thì có nhiều nhất một đơn vị kế nhiệm.
reorg-wrong-other-ends = “{ $other }” cũng kết thúc, không nhận thêm được.
reorg-wrong-other-kind = “{ $code }” và “{ $other }” khác loại.
reorg-wrong-left-behind = “{ $code }” kết thúc nhưng { $name } (mã { $other }) ở dưới chưa có nơi đến.
reorg-wrong-circle = “{ $code }” sẽ nằm dưới chính nó.
reorg-wrong-below-kind = “{ $code }” không thể thuộc “{ $other }”.
reorg-wrong-opened-later = “{ $code }” mới có từ { $day }.
reorg-wrong-met-since = “{ $code }” đã ghi sinh hoạt { $day }. Đề nghị chọn ngày sau đó.
reorg-settled = Việc sắp xếp này đã được trả lời hoặc đã thực hiện.
reorg-changed = Đơn vị đã thay đổi từ lúc xem, nên chưa thực hiện. Đề nghị đồng chí xem lại.
reorg-notice-goes = Từ { $on }, { $unit } nhập vào { $into }. Đồng chí giữ chức vụ { $role ->
    [secretary] Bí thư
    [deputy] Phó bí thư
    [committee_member] Chi ủy viên
    [upper_member] Đảng ủy viên theo dõi
   *[admin] Quản trị viên
} ở đó. Hồ sơ cũ vẫn xem được.
reorg-notice-into = Từ { $on }, { $unit } nhập vào { $into }; chức vụ của đồng chí ở đó kết thúc. Hồ sơ giữ nguyên. Cảm ơn đồng chí.
reorg-notice-ended = Từ { $on }, { $unit } kết thúc hoạt động; chức vụ của đồng chí ở đó kết thúc. Hồ sơ giữ nguyên. Cảm ơn đồng chí.
reorg-notice-done = Việc sắp xếp đơn vị định cho { $on } đã thực hiện xong.
reorg-notice-failed = Việc sắp xếp đơn vị định cho { $on } chưa thực hiện được vì các đơn vị đã thay đổi. Không có gì bị đổi. Đề nghị đồng chí xem lại trong /donvi.
