# The frame of every guided conversation.
form-step = Bước { $number }/{ $of }
form-echo = Đã ghi: { $values }.
form-echo-lines = Đã ghi:
form-no-last = Tháng trước không có để chép lại. Mời đồng chí nhắn.
form-none = –
form-line = { $label }: { $value }
form-now = Đang ghi: { $value }
form-all-right = Đúng cả
form-edit = Sửa { $label }
form-pick = Sửa mục nào?
form-review = Xem lại
    .hint = Nhắn số dòng để sửa, nhắn Chốt để gửi.
form-warning = ⚠ { $text }
form-warning-rides = ⚠ { $text } Vẫn ghi được.
form-needed = Mục này cần có, chưa bỏ qua được.
form-first-step = Đây là bước đầu tiên.
form-not-yet = Còn mục chưa ghi, mời đồng chí ghi tiếp:
form-name-line = Mời đồng chí nhắn số dòng cần sửa, hoặc nhắn luôn điều cần sửa.
form-so-far = Phần đã ghi đến lúc này:
form-choose-number = Mời đồng chí nhắn số dòng để sửa, hoặc nhắn Chốt để gửi.
form-card-unread = Hệ thống chưa hiểu. Nhắn 1 nếu đúng cả; hoặc nhắn số dòng, hay điều cần sửa, ví dụ: tan lúc 21h15.
form-unread = Chưa hiểu: “{ $text }”. Nếu cần, đồng chí nhắn lại phần này.
form-photo-kept = Cảm ơn đồng chí. Hệ thống đã giữ ảnh kèm phần đang ghi ({ $count } ảnh). Nếu gửi nhầm, nhắn: bỏ ảnh.
form-voice-kept = Cảm ơn đồng chí. Hệ thống đã giữ tin thoại kèm phần đang ghi ({ $count } ghi âm), nhưng không nghe được. Nếu gửi nhầm, nhắn: bỏ ghi âm.
form-post-kept = Cảm ơn đồng chí. Hệ thống đã giữ tin chuyển tiếp kèm phần đang ghi ({ $count } tin), không ghi thay câu trả lời. Nếu gửi nhầm, nhắn: bỏ tin chuyển tiếp.
form-evidence-out = Đã bỏ mục vừa nêu, không gửi kèm nữa.
form-kept-words = Mời đồng chí trả lời bằng chữ:
form-no-photo = Cảm ơn đồng chí. Phần này chưa giữ được ảnh, ghi âm, tin chuyển tiếp. Mời đồng chí nhắn bằng chữ.
form-greeting = Kính chào đồng chí. Mời đồng chí nhắn nội dung cần ghi, vài câu là đủ.
form-say-words = Mời đồng chí ghi rõ vài chữ.
form-too-long = Đoạn này dài { $length } ký tự, tối đa { $most }. Mời đồng chí viết gọn lại.
form-number-example = Mời đồng chí ghi số nghị quyết, ví dụ: 05-NQ/CB.
form-removed = Đã bỏ mục này.
form-cancel = Hủy phần đang ghi? Nội dung đã ghi sẽ không được gửi.
    .brief = Hủy phần đang ghi?
form-cancel-yes = Hủy bỏ
form-cancel-no = Ghi tiếp
form-cancelled = Đã hủy: { $title }. Chưa có gì được gửi đi.
form-paused = Đã tạm dừng: { $title }. Phần đã ghi vẫn còn, đồng chí ghi tiếp lúc nào cũng được.
    .brief = Đã tạm dừng. Phần đã ghi vẫn còn.
form-resume = Tiếp tục
form-resumed = Đồng chí đang ghi dở: { $title }, bước { $number }/{ $of }.
    .brief = Đang ghi dở, bước { $number }/{ $of }.
form-old-button = Nút này thuộc lần ghi trước, không thay đổi gì. Đồng chí đang ở bước { $number }/{ $of }:
    .brief = Nút cũ, không thay đổi gì. Bước { $number }/{ $of }:
form-put-aside = Đã để sang bên: { $title }. Phần đã ghi vẫn còn.
draft-left = Đồng chí đang ghi dở: { $title }, bước { $number }/{ $of } (ghi lần cuối ngày { $day }). Phần đã ghi vẫn còn.
form-drop = Bỏ phần này
form-still-open = Đồng chí đang ghi dở: { $title }, bước { $number }/{ $of }.
form-was-submitted = { $title }: phần này đã gửi xong. Nút này không còn tác dụng.
form-was-paused = { $title }: phần này đang tạm dừng.
form-was-cancelled = { $title }: phần này đã hủy. Nút này không còn tác dụng.
no-draft = Hiện không có gì đang ghi. Nhắn /hop để ghi sinh hoạt chi bộ.
no-longer-yours = Đồng chí không còn phụ trách chi bộ này. Phần đang ghi được giữ lại cho chi bộ.
nothing-open = Hiện không có gì đang ghi dở.

control-back = Quay lại
control-skip = Bỏ qua
control-pause = Tạm dừng
control-cancel = Hủy
control-edit = Sửa
control-confirm = Chốt

# Answers as they are shown.
answer-text = { $text }
answer-name = { $name }
answer-person = đ/c { $name }
answer-nobody = không có
answer-yes = có
answer-no = không
answer-minutes = { $minutes } phút
answer-about-minutes = khoảng { $minutes } phút
answer-kinds = { $kinds }
answer-present = có mặt { $present }/{ $base } ({ $share })
answer-excused = vắng có lý do { $count }
answer-unexcused = vắng không lý do { $count }
answer-excused-named = vắng có lý do: { $people }{ $more ->
    [0] { "" }
   *[other] { " " }và { $more } đồng chí khác
}
answer-unexcused-named = vắng không lý do: { $people }{ $more ->
    [0] { "" }
   *[other] { " " }và { $more } đồng chí khác
}
answer-absent-named = vắng: { $people }
answer-absence = { $name } ({ $reason })
answer-late = đến muộn: { $people }
answer-left-early = về sớm: { $people }
answer-exempt = được miễn sinh hoạt, không tính: { $people }
answer-temporary-in = sinh hoạt tạm thời { $count }
answer-heading = { $heading }: { $text }
answer-conclusion = kết luận: { $text }
answer-photos = { $count } ảnh
answer-voices = { $count } ghi âm
answer-posts = { $count } tin chuyển tiếp
answer-agree = tán thành { $agree }/{ $asked } ({ $share })
answer-against = , không tán thành { $against }, ý kiến khác { $other }
answer-no-tasks = không giao việc
answer-task = giao { $assignee }: { $what }
answer-due = , hạn { $day }
answer-no-due = , chưa có hạn
answer-no-day = chưa rõ ngày
answer-reason = , lý do: { $reason }
progress-done = xong
progress-in_progress = đang làm
progress-late = chậm
progress-dropped = thôi
progress-of = { " " }{ $done }/{ $total } { $unit } ({ $share })
progress-amount = { " " }{ $done } { $unit }
progress-percent = { " " }{ $share }
progress-note = , { $note }

kind-regular = thường kỳ
kind-thematic = chuyên đề
kind-extraordinary = bất thường
kind-committee_meeting = họp chi ủy
kind-group_meeting = họp tổ đảng
heading-advocacy = Tuyên truyền, vận động
heading-economy = Kinh tế – xã hội, an ninh
heading-democracy = Dân chủ, môi trường, văn hóa
heading-other = Nội dung khác

warn-short = Thời lượng { $minutes } phút, dưới mức { $wanted } phút.
warn-attendance = Có mặt { $present }/{ $base }, dưới mức { $wanted }%.
warn-under-two-thirds = Có mặt { $present }/{ $base }, dưới hai phần ba.
warn-under-half = Có mặt { $present }/{ $base }, dưới một nửa số phải dự.
warn-unexcused = { $count } đồng chí vắng không lý do.
warn-unexplained = { $count } đồng chí vắng chưa rõ lý do.
warn-late-entry = Ghi sau { $days } ngày, quá { $allowed } ngày quy định.
warn-no-majority = Tán thành { $agree } trên tổng số { $official } đảng viên chính thức, chưa quá một nửa.
warn-votes-over-present = Số phiếu { $votes } lớn hơn số có mặt { $present }.
warn-votes-missing = Số phiếu { $votes } ít hơn số biểu quyết { $voters }.
warn-no-due = Việc “{ $what }” chưa có hạn.

form-page-before = ◀ Trang trước
form-page-after = Trang sau ▶
