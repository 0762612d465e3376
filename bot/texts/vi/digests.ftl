# Digests: one message a day to each level above a cell, with the cells that are silent; corrected when one of them tells.
digest-one = Đến { $today }, { $unit } chưa có thông tin sinh hoạt tháng { $period } (dự kiến { $planned }). Đề nghị đồng chí nắm tình hình.
digest-often-alone = Chi bộ chưa đúng hạn { $year } tháng trong năm{ $row ->
    [0] .
    [1] .
   *[other] , { $row } tháng liền.
}
digest-upper = Đến { $today }, { $count } chi bộ đồng chí theo dõi chưa có thông tin sinh hoạt. Đề nghị đồng chí nắm tình hình.
digest-committee = Đến { $today }, { $unit }: { $count } chi bộ vẫn chưa có thông tin sinh hoạt.
digest-next_committee = Đến { $today }, { $unit }: { $count } chi bộ đã lâu chưa có thông tin sinh hoạt.
digest-line = { $unit }: tháng { $period }, { $stands }
digest-month-over = Hết tháng { $period }, { $unit }: { $count } trong { $expected } chi bộ chưa ghi sinh hoạt.
digest-month-line = { $unit }: { $planned }
digest-planned = dự kiến { $day }
digest-no-day = chưa báo ngày
digest-postponed = hoãn đến { $day }
digest-held = đã họp, chưa ghi
digest-often = { "; " }chưa đúng hạn { $year } tháng trong năm{ $row ->
    [0] { "" }
    [1] { "" }
   *[other] , { $row } tháng liền
}
digest-before = Trong các chi bộ đã báo trước đây, { $count } chi bộ vẫn chưa ghi.
digest-foot = Nhắn số để xem chi bộ, /chuahop để xem và nhắc tất cả.
digest-foot-one = Nhắn 1 để xem chi bộ.
digest-foot-upper = Nhắn số để xem chi bộ.
digest-corrected = <b>Sửa bản tin ngày { $days }:</b>
digest-now-met = { $unit }: tháng { $period } đã ghi
digest-now-paper = { $unit }: tháng { $period } đã nộp bản giấy
digest-now-excused = { $unit }: tháng { $period } được miễn báo cáo
digest-now-held = { $unit }: tháng { $period } đã họp, chưa ghi
digest-now-moved = { $unit }: tháng { $period } hoãn đến { $day }
digest-now-day = { $unit }: tháng { $period } dự kiến { $day }
digest-now-no-day = { $unit }: tháng { $period } chưa báo ngày
digest-now-owed-again = { $unit }: tháng { $period } lại chưa có biên bản
digest-left = Đến nay còn { $count } chi bộ đã báo chưa ghi:
digest-left-none = Đến nay không còn chi bộ nào đã báo mà chưa ghi.
