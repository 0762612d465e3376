# Handing over a post, and standing in for a while.
handover-button = Bàn giao chức vụ{ $unit ->
    [none] { "" }
   *[other] : { $unit }
}
handover-ask = Bàn giao chức vụ Bí thư { $unit } cho người kế nhiệm? Đồng chí { $name } gửi đường dẫn cho người ấy; khi người ấy vào và xác nhận, đồng chí thôi giữ chức vụ này trong hệ thống. Trước lúc đó chưa có gì thay đổi.
handover-take = Đồng chí { $name } nhận chức vụ { $post }, thay đồng chí { $before }.
    Đồng chí { $before } thôi giữ chức vụ này ngay. Bản đang ghi, nhiệm vụ và hồ sơ của chi bộ chuyển sang đồng chí.
handover-take-yes = Đúng, nhận chức vụ
handover-draft = Đang ghi dở: { $title }.
handover-resume = Ghi tiếp
handover-drop = Bỏ bản này
handover-tasks = { $count } nhiệm vụ đang làm, xem ở /nhiemvu. Các buổi đã ghi ở /lichsu.
invitation-own = Đường dẫn này dành cho người kế nhiệm. Đồng chí vẫn giữ chức vụ; đề nghị gửi đường dẫn cho người ấy.

stand-in-button = Nhờ người thay{ $unit ->
    [none] { "" }
   *[other] : { $unit }
}
unit-button-stand-in = Người thay
stand-in-whom = { $unit }: nhờ ai thay Bí thư một thời gian? Người thay nhận tin nhắc và ghi sinh hoạt; hết hạn tự thôi.
stand-in-deputies = Phó bí thư { $names } vẫn nhận tin nhắc và ghi được, không cần giao thêm.
stand-in-somebody = Người khác (gửi đường dẫn)
stand-in-end = Thôi thay: { $name } (đến { $until })
stand-in-end-now = Thôi thay ngay
stand-in-deputy = Đồng chí ấy là bí thư hoặc phó bí thư, vẫn nhận tin nhắc và ghi được.
stand_in-title = { $unit } · người thay Bí thư
stand_in-term = { $who } thay từ ngày nào đến ngày nào?
    .label = thời gian thay
    .hint = Ví dụ: từ 5/11 đến 20/11; đến 20/11; 2 tuần.
    .help = Không nói ngày bắt đầu thì tính từ hôm nay. Hết ngày cuối, việc thay tự kết thúc.
answer-term = từ { $first } đến hết { $last }
stand-in-receipt = ✅ Đồng chí { $name } thay Bí thư { $unit } từ { $first } đến hết { $last }. Đồng chí ấy được báo.
stand-in-notice = Đồng chí { $by } giao đồng chí thay Bí thư { $unit } từ { $first } đến hết { $last }: nhận tin nhắc, ghi sinh hoạt ở /hop. Hết ngày cuối, việc thay tự kết thúc.
stand-in-done = Xong. Đồng chí thay Bí thư đến hết { $last }: nhận tin nhắc, ghi sinh hoạt ở /hop.
post-stand_in = Người thay Bí thư { $unit } (từ { $first } đến hết { $last })
role-stand_in = Người thay Bí thư
