# Quality scores: the form, its reasons, what is said of a score.
band-good = Tốt
band-fair = Khá
band-average = Trung bình
band-poor = Kém

form-agree = Đúng cả, chốt

score-title = { $unit } · chấm điểm tháng { $month }
score-title-above = { $unit } · ý kiến về điểm tháng { $month }
score-named = { $label }: được mấy điểm?
    Gồm: { $holds }.
    .hint = Nhắn số điểm; nếu trừ điểm thì kèm lý do, ví dụ: 8 tài liệu gửi muộn.
    .help = Điểm đề nghị lấy từ biên bản; phần biên bản không có thì đồng chí tự chấm. Trừ điểm cần có lý do ngắn.
score-named-more = { $label }: vì sao trừ điểm?
    .hint = Ví dụ: tài liệu gửi muộn.
    .help = Trừ điểm cần có lý do ngắn, ví dụ: tài liệu gửi muộn.
score-review = { "" }
    .help = Nếu đúng cả, nhắn 'đúng cả' hoặc Chốt. Muốn sửa dòng nào, nhắn số dòng, điểm và lý do, ví dụ: 3 8 tài liệu gửi muộn. Khung chấm theo Hướng dẫn 42-HD/BTCTW.
score-points = { $points }/{ $most }
score-points-why = { $points } – { $why }
score-sum = <b>Cộng: { $total }/100 điểm, xếp loại { $band ->
    [good] Tốt
    [fair] Khá
    [average] Trung bình
   *[other] Kém
}.</b> Ví dụ để sửa: 3 8 tài liệu gửi muộn

score-why-minutes = họp { $minutes } phút, yêu cầu { $wanted }
score-why-attendance = có mặt { $present }/{ $base }
score-why-unexcused = có mặt { $present }/{ $base }, vắng không lý do { $unexcused }
score-why-running-none = không ai vắng nhiều kỳ liền
score-why-running = vắng có lý do quá { $times } kỳ liền: { $names }
score-why-committee-none = chi bộ chỉ có bí thư, không có chi ủy
score-why-committee-met = có biên bản họp chi ủy
score-why-content = có nội dung ghi trong biên bản
score-why-thematic = có chuyên đề
score-why-thematic-given = tháng không có chuyên đề, vẫn tính đủ
score-why-thematic-lost = tháng không có chuyên đề
score-why-thematic-left-out = tháng không có chuyên đề, không tính phần này
score-why-speakers = { $speakers }/{ $present } đồng chí phát biểu
score-why-praise = có ghi biểu dương, nhắc nhở
score-why-book = có biên bản
score-why-no-targets = kỳ trước không có việc đến hạn
score-why-follow-up = { $targets } việc kỳ trước, đạt { $share }%
score-why-passed = có kết luận hoặc nghị quyết
score-why-not-passed = chưa ghi kết luận, nghị quyết
score-why-tasks = giao { $count } việc
score-why-posted = báo cáo sau { $days } ngày

score-no-table = Hệ thống không có bảng chấm điểm “{ $code }”. Đề nghị báo cấp ủy cấp trên.
score-changed = Điểm này vừa được người khác sửa. Mời đồng chí xem lại ở /lichsu.
score-confirmed = Điểm này đã được xác nhận, không chấm lại được. Nếu cần, đề nghị đồng chí báo đảng ủy viên theo dõi.
score-why-rest = { $why }; phần khác tự chấm
score-why-unknown = tự chấm
score-receipt = ✅ Đã chấm điểm: { $sum }. { $waits ->
    [upper] Đảng ủy viên theo dõi được báo để xác nhận.
    [admin] Đảng ủy cấp trên được báo để xác nhận.
   *[nobody] Cảm ơn đồng chí.
}
score-short = { $total }/100, { $band }
score-line = Điểm: { $sum } ({ $stage })
score-line-sum = <b>{ $sum }</b> ({ $stage })
score-stage-proposed = chi bộ tự chấm, chờ xác nhận
score-stage-alone = chi bộ tự chấm
score-stage-confirmed = đã xác nhận
score-stage-differed = cấp trên có ý kiến
score-head = <b>{ $unit } · điểm sinh hoạt tháng { $month }</b>
score-remark = Ý kiến: { $remark }
score-by-table = <i>{ $issuer }</i>
score-difference = { $name } { $points }/{ $most } ({ $why })
score-difference-bare = { $name } { $points }/{ $most }
score-button-new = Chấm điểm
score-button-look = Xem điểm
score-button-again = Chấm lại
score-button-confirm = Đồng ý
score-button-differ = Có ý kiến khác
score-button-record = Biên bản
score-judged-confirmed = ✅ Đã xác nhận điểm của { $unit }: { $sum }. Chi bộ được báo.
score-judged-differed = ✅ Đã ghi ý kiến về điểm của { $unit }: { $sum }. Chi bộ được báo.
score-notice = { $unit } tự chấm sinh hoạt tháng { $month }: { $total }/100, { $band ->
    [good] Tốt
    [fair] Khá
    [average] Trung bình
   *[other] Kém
} (đồng chí { $name }). Đề nghị đồng chí xem và xác nhận.
score-confirmed-notice = Đồng chí { $name } đã xác nhận điểm sinh hoạt tháng { $month } của { $unit }: { $total }/100, { $band ->
    [good] Tốt
    [fair] Khá
    [average] Trung bình
   *[other] Kém
}.
score-differed-notice = Đồng chí { $name } có ý kiến về điểm sinh hoạt tháng { $month } của { $unit }: { $total }/100, { $band ->
    [good] Tốt
    [fair] Khá
    [average] Trung bình
   *[other] Kém
} (chi bộ chấm { $before }). { $remark }.
score-not-scored = Loại sinh hoạt này không chấm điểm.
