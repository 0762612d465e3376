# The committee's review of recorded meetings.
review-pass = Đạt
review-return = Cần bổ sung
review-which-line = <b>{ $unit } · biên bản tháng { $month }</b>
    Cần bổ sung mục nào? Mời đồng chí nhắn số.
review-line-gone = mục này nay không còn
review-title = { $unit } · { $month } · { $line }
review-comment = Cần bổ sung điều gì?
    .label = ý kiến
    .hint = Ví dụ: ghi rõ ý kiến phát biểu của đảng viên.
    .help = Bí thư nhận được ý kiến này cùng nút mở đúng mục đó.
review-kept = Đã gửi chi bộ. Khi chi bộ sửa xong, hệ thống báo đồng chí.
review-kept-nobody = Đã giữ ý kiến, nhưng chi bộ chưa có ai vào hệ thống. Đề nghị đồng chí gọi điện báo.
review-passed = Đã ghi: biên bản tháng { $month } của { $unit } đạt.
review-passed-already = Biên bản tháng { $month } đã được ghi là đạt.
review-stands-passed = ✅ Đảng ủy: đạt ({ $day }).
review-stands-passed-before = ✅ Đảng ủy: bản thứ { $version } đạt ({ $day }); sau đó đã sửa.
review-stands-open = ⚠ Cần bổ sung, { $line }: “{ $comment }”
review-stands-corrected = Đã sửa theo ý kiến, chờ đảng ủy xem lại: “{ $comment }” ({ $line })
review-waits = ⚠ Tháng { $month } cần bổ sung, { $line }: “{ $comment }”
review-go = Bổ sung ngay
review-go-month = Bổ sung tháng { $month }
review-look = Xem lại
review-asked = Đảng ủy đề nghị: “{ $comment }”
reviews-button = Biên bản cần bổ sung ({ $count })
reviews-head = <b>{ $unit }: { $count } ý kiến chưa xong</b>
reviews-none = { $unit }: không có biên bản nào cần bổ sung.
reviews-line = { $number }. { $unit }, tháng { $month }: “{ $comment }” ({ $state })
reviews-state-waits = chờ chi bộ
reviews-state-corrected = chi bộ đã sửa, chờ xem lại
standing-returned = Đảng ủy đề nghị bổ sung nên vẫn sửa được.
review-returned-notice =
    Kính gửi đồng chí. Biên bản tháng { $period } của { $unit } cần bổ sung theo ý kiến đảng ủy cấp trên.
    { $line }
    Ý kiến: { $comment }
review-corrected-notice = { $unit } đã sửa biên bản tháng { $period } theo ý kiến của đồng chí (đ/c { $who }).
review-passed-notice = Biên bản tháng { $period } của { $unit } đã được đảng ủy ghi là đạt. Cảm ơn đồng chí.
