# Correcting what was signed off, closed months, and what the committee is asked.
meeting-reason = Vì sao sửa?
    .label = lý do sửa
    .hint = Ví dụ: ghi nhầm số có mặt.
    .help = Lý do được giữ cùng bản cũ và bản mới.
form-listed = { $label } { $number }, { $part }
form-changed = { $label }: { $before } → { $after }
form-changes = Chỗ khác với bản đã chốt:
form-unchanged = Chưa có gì khác với bản đã chốt.
correction-asks = Đã quá hạn tự sửa: chốt xong, nội dung sửa được gửi đảng ủy cấp trên để đồng ý.
correction-nothing = Chưa có gì khác với bản đã chốt. Mời đồng chí sửa, hoặc nhắn Hủy.
correction-adds = Đ/c { $name } bổ sung
correction-more = … và { $count } chỗ khác
meeting-met-another = Tháng { $month } đã có biên bản, đ/c { $name } chốt lúc { $clock }. Phần đồng chí ghi vẫn còn, đặt cạnh bản đó. Chốt để bổ sung thành bản mới, Hủy để giữ bản đã có.
meeting-taken-already = Tháng { $month } đã có biên bản thường kỳ; khi chốt, hệ thống đặt phần này cạnh bản đã có.

month-closed = Tháng { $month } đã khóa từ hết { $day } nên không ghi hoặc sửa được nữa.
    Đảng ủy cấp trên có thể mở khóa 1 ngày.
month-closed-now = Tháng { $month } đã khóa. Phần đang ghi vẫn còn. Mời đồng chí mở /lichsu để đề nghị đảng ủy mở khóa.
meeting-month-closed = Tháng { $month } đã khóa từ hết ngày { $day }. Nếu cần ghi, mời đồng chí nhắn /hop và tháng đó để đề nghị đảng ủy mở khóa.
unlocking-ask = Đề nghị đảng ủy mở khóa
unlocking-waits = Đã đề nghị mở khóa, đang chờ đảng ủy trả lời.
plea-title = { $unit } · đề nghị mở khóa tháng { $month }
plea-reason = Vì sao cần mở khóa tháng { $month }?
    .label = lý do
    .hint = Ví dụ: quên gửi biên bản do bão.
    .help = Lý do được gửi đảng ủy cấp trên và giữ trong nhật ký.

standing-own = Sửa được đến hết { $day }.
standing-asked = Đã quá hạn tự sửa. Đến hết { $day } vẫn sửa được khi đảng ủy đồng ý.
standing-locked = Tháng này đã khóa từ hết { $day }.

correction-record = { $session ->
    [thematic] biên bản { meeting-session } tháng
    [extraordinary] biên bản { meeting-session } tháng
    [committee_meeting] biên bản { meeting-session } tháng
    [group_meeting] biên bản { meeting-session } tháng
   *[regular] biên bản tháng
}
requests-button = Đề nghị của chi bộ ({ $count })
requests-head = <b>{ $unit }: { $count } đề nghị đang chờ trả lời</b>
requests-none = { $unit }: không có đề nghị nào đang chờ trả lời.
requests-line = { $number }. { $unit }: sửa { correction-record } { $month } (gửi { $day })
requests-line-unlock = { $number }. { $unit }: mở khóa tháng { $month } (gửi { $day })
request-head = <b>{ $unit } đề nghị sửa { correction-record } { $month }</b>
request-head-unlock = <b>{ $unit } đề nghị mở khóa tháng { $month }</b>
request-asked = Đ/c { $who }, gửi ngày { $day }. Lý do: { $reason }
request-choices = { $allow }   { $refuse }

request-kept = Đã gửi đề nghị lên đảng ủy cấp trên. Khi có trả lời, hệ thống báo đồng chí.
request-kept-nobody = Đã giữ đề nghị, nhưng đảng ủy cấp trên chưa có ai vào hệ thống. Đề nghị đồng chí gọi điện báo.
request-allow = Đồng ý sửa
request-refuse = Không đồng ý
unlock-allow = Mở khóa 1 ngày
request-settled = Đề nghị này đã được trả lời rồi.
request-overtaken = Biên bản đã được sửa sau khi gửi đề nghị này. Đề nghị chi bộ xem lại và gửi đề nghị mới.
request-waits = Đang chờ trả lời, lý do: { $reason }
request-refused = Đã trả lời không đồng ý. Chi bộ được báo.
correction-allowed = Đã đồng ý, biên bản là bản thứ { $version }. Chi bộ được báo.
unlocking-allowed = Đã mở khóa đến { $clock }. Chi bộ được báo.
unlocked-go = Ghi ngay
unlock = Mở khóa để sửa
unlock-why = Mở khóa 1 ngày, vì sao?
unlock-wrong = Số liệu ghi nhầm
unlock-more = Cần bổ sung nội dung
unlock-asked = Chi bộ đề nghị

correction-asked-notice =
    Kính gửi đồng chí. { $unit } đề nghị sửa { correction-record } { $period } (đ/c { $who }).
    Lý do: { $reason }
    { $changes }
unlocking-asked-notice =
    Kính gửi đồng chí. { $unit } đề nghị mở khóa tháng { $period } (đ/c { $who }).
    Lý do: { $reason }
correction-allowed-notice = Đảng ủy cấp trên đã đồng ý sửa { correction-record } { $period } của { $unit }. Bản mới đã được ghi.
request-refused-notice = Đảng ủy cấp trên chưa đồng ý đề nghị về { correction-record } { $period } của { $unit }. Bản đã chốt giữ nguyên.
unlocking-allowed-notice = Đảng ủy cấp trên đã mở khóa tháng { $period } của { $unit } đến { $clock }.

history-head-body = <b>{ $body } · { $unit }</b>
history-group = , { $group }
history-corrected = , đã sửa sau khi chốt
history-body = { $body } ({ $count })
history-cell = Các buổi của chi bộ
history-versions = Các bản ({ $count })
versions-head = <b>Các bản · { $unit } · tháng { $month }</b>
versions-line = Bản { $version }, { $clock }, đ/c { $name }
versions-reason = Lý do: { $reason }
month-free = { $month }
month-shut = { $month } (đã khóa)
history-evidence-button = Ảnh, ghi âm ({ $count })
history-evidence = { $about }
    Đã giữ kèm: { $kept }. Phía trên là mục { $first } đến { $last } trên { $of }.
history-evidence-none = { $about }
    Chưa giữ ảnh, ghi âm nào kèm theo.
history-evidence-meeting = <b>Ảnh, ghi âm · { $unit }</b>, buổi sinh hoạt ngày { $day }
history-evidence-task = <b>Ảnh, ghi âm</b> của việc: { $what }
history-evidence-piece = { $number }/{ $of } · { $said }
history-evidence-post = { $number }/{ $of } · { $said } · tin chuyển tiếp:
    { $text }
history-evidence-lost = { $number }/{ $of } · { $said }: Telegram không mở lại được mục này.
