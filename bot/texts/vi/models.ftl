# Model meetings: sinh hoạt mẫu.
model-button = Sinh hoạt mẫu
model-title = { $unit } · sinh hoạt mẫu tháng { $month }
model-topic = Buổi mẫu về nội dung gì?
    .label = nội dung mẫu
    .hint = Ví dụ: điều hành thảo luận, phân công nhiệm vụ có thời hạn.
    .help = Chi bộ được mời nhận nội dung này cùng thời gian, địa điểm.
model-head = <b>{ $unit } · sinh hoạt mẫu tháng { $month }</b>
model-topic-said = Nội dung: { $topic }
model-counts = Đã mời { $invited } chi bộ, { $coming } sẽ dự.
model-guest-come = ✅ { $unit }: sẽ dự
model-guest-not = { $unit }: không dự được
model-guest-waits = { $unit }: chưa trả lời
model-invite = Mời chi bộ khác
model-withdraw = Thôi sinh hoạt mẫu
model-withdrawn = Đã thôi sinh hoạt mẫu.
model-choose = <b>Đã mời { $count } chi bộ</b>
    Nhấn chi bộ để mời; nhấn lại để thôi mời khi chưa trả lời.
model-notice =
    Kính gửi đồng chí. { $unit } được mời dự sinh hoạt mẫu của { $host }: { $when }, tại { $place }.
    Nội dung: { $topic }
model-moved-notice = Buổi sinh hoạt mẫu của { $host } mà { $unit } được mời dự nay vào { $when }, tại { $place }. Đồng chí dự được không?
model-off-notice = Buổi sinh hoạt tháng { $period } của { $host } không còn là sinh hoạt mẫu. { $unit } không phải cử người dự.
model-come = Sẽ dự
model-not = Không dự được
model-answered-come = Đã ghi: chi bộ sẽ dự sinh hoạt mẫu. Cảm ơn đồng chí.
model-answered-not = Đã ghi: chi bộ không dự được sinh hoạt mẫu.
