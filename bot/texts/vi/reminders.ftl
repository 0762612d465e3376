# Reminders: the rungs of the ladder, notices to the committee above, and the schedule.
reminder-role-secretary = Bí thư
reminder-role-stand_in = Người thay Bí thư
reminder-role-deputy = Phó Bí thư
reminder-again = (Gửi lại, có thể đồng chí đã nhận)
reminder-greeting = Kính gửi đồng chí { $role } { $unit }.
reminder-greeting-name = Kính gửi đồng chí { $person }.

reminder-before = Còn { $days } ngày đến kỳ sinh hoạt tháng { $period }: { $when }.
reminder-before-tomorrow = Ngày mai là kỳ sinh hoạt tháng { $period }: { $when }.
reminder-before-today = Hôm nay là kỳ sinh hoạt tháng { $period }: { $when }.
reminder-before-tasks = { $count } nhiệm vụ chưa có kết quả.
reminder-evening = Hôm nay, { $day }, là ngày sinh hoạt thường kỳ tháng { $period }. Chi bộ đã sinh hoạt chưa?
reminder-evening-past = Ngày sinh hoạt thường kỳ tháng { $period } là { $day }. Chi bộ đã sinh hoạt chưa?
reminder-after = Hệ thống chưa nhận được biên bản sinh hoạt tháng { $period } (dự kiến { $day }).
reminder-nudge = Đề nghị đồng chí cho biết tình hình sinh hoạt tháng { $period } (dự kiến { $day }).
reminder-record = Chi bộ đã sinh hoạt tháng { $period }. Khi thuận tiện, mời đồng chí ghi biên bản.
reminder-middle = Hệ thống chưa biết ngày sinh hoạt tháng { $period } của chi bộ. Chi bộ đã sinh hoạt chưa?
reminder-near_end = Sắp hết tháng { $period }, Hệ thống chưa nhận được thông tin sinh hoạt của chi bộ. Chi bộ đã sinh hoạt chưa?
reminder-upper = Đến { $today }, { $unit } chưa có thông tin sinh hoạt tháng { $period } (dự kiến { $planned }). Đề nghị đồng chí nắm tình hình.

reminder-many = Có { $count } việc sinh hoạt chi bộ cần đồng chí:
reminder-many-upper = Đến { $today }, { $count } chi bộ đồng chí theo dõi chưa có thông tin sinh hoạt. Đề nghị đồng chí nắm tình hình.
reminder-many-button = { $unit }, tháng { $period }
reminder-many-foot = Nhắn số để ghi. Nếu hoãn hoặc đã nộp bản giấy, nhắn /lich.
reminder-more = … và { $count } chi bộ nữa.
reminder-line-before = { $unit }: sinh hoạt tháng { $period } vào { $when }
reminder-line-evening = { $unit }: hôm nay sinh hoạt tháng { $period }
reminder-line-after = { $unit }: chưa có biên bản tháng { $period } (dự kiến { $planned })
reminder-line-nudge = { $unit }: đề nghị cho biết tình hình sinh hoạt tháng { $period } (dự kiến { $planned })
reminder-line-record = { $unit }: đã sinh hoạt tháng { $period }, chưa ghi
reminder-line-middle = { $unit }: chưa có thông tin tháng { $period }
reminder-line-near_end = { $unit }: chưa có thông tin tháng { $period }
reminder-line-upper = { $unit }: tháng { $period }, dự kiến { $planned }

reminder-do-now = Ghi ngay
reminder-do-held = Đã họp, ghi sau
reminder-do-lui = Hoãn
reminder-do-paper = Đã nộp bản giấy
reminder-do-prep = Chuẩn bị
reminder-do-day = Báo ngày họp
reminder-do-unpaper = Chưa nộp bản giấy
reminder-do-edit = Sửa

reminder-digest = Hết tháng { $period }, { $unit }: { $count } trong { $expected } chi bộ chưa ghi sinh hoạt.
reminder-digest-line = { $unit }: { $planned }
reminder-digest-planned = dự kiến { $day }
reminder-digest-no-day = chưa báo ngày
reminder-digest-postponed = hoãn đến { $day }
reminder-digest-held = đã họp, chưa ghi
reminder-digest-often = { "; " }chưa đúng hạn { $year } tháng trong năm{ $row ->
    [0] { "" }
    [1] { "" }
   *[other] , { $row } tháng liền
}
reminder-digest-foot = Nhắn /chuahop để xem và nhắc.

reminder-notice-postponed = { $unit } lùi sinh hoạt tháng { $period } sang { $day }, lý do: { $reason }.
reminder-notice-postponed-no-reason = { $unit } lùi sinh hoạt tháng { $period } sang { $day }.
reminder-notice-postponement-withdrawn = { $unit } bỏ hoãn, sinh hoạt tháng { $period } vào { $day } như dự kiến.
reminder-notice-postponement-withdrawn-no-day = { $unit } bỏ hoãn sinh hoạt tháng { $period }.
reminder-notice-unreachable = Tin nhắc không đến được đồng chí { $person } ({ $unit }): đồng chí ấy đã chặn hoặc không còn dùng Telegram. Đề nghị liên hệ trực tiếp.

reminder-held-done = Đã ghi nhận: { $unit } đã sinh hoạt tháng { $period }. Hệ thống sẽ nhắc ghi biên bản một lần, { $day }.
reminder-held-before = { $unit } đã báo là đã sinh hoạt tháng { $period }. Khi thuận tiện, mời đồng chí ghi biên bản.
reminder-held-early = { $unit } dự kiến sinh hoạt tháng { $period } vào { $day }, chưa đến ngày. Nếu đã họp sớm, mời đồng chí bấm Ghi ngay.
reminder-paper-done = Đã ghi nhận: { $unit } đã nộp biên bản giấy tháng { $period }. Hệ thống không nhắc nữa.
reminder-paper-withdrawn = { $unit }: biên bản giấy tháng { $period } coi như chưa nộp. Hệ thống nhắc tiếp.
reminder-already-recorded = Biên bản tháng { $period } của { $unit } đã được ghi: { $day }, có mặt { $present }/{ $base } ({ $percent }). Nút này không thay đổi gì.
reminder-already-paper = { $unit } đã nộp biên bản giấy tháng { $period }. Nút này không thay đổi gì.
reminder-settled-met = Tháng { $period } đã được ghi hoặc đã nộp bản giấy, không thay đổi nữa.
reminder-settled-excused = Tháng { $period } chi bộ được miễn báo cáo, không thay đổi nữa.
reminder-excused = Tháng { $period } { $unit } được miễn báo cáo. Nút này không thay đổi gì.
reminder-not-postponed = Kỳ sinh hoạt tháng { $period } không hoãn.
reminder-day-too-far = Ngày { $day } không hợp với kỳ tháng { $period }. Đề nghị đồng chí chọn ngày trong tháng.
reminder-prep = { $unit }, sinh hoạt tháng { $period }: { $when }.
reminder-prep-place = Địa điểm: { $place }.
reminder-prep-no-tasks = Không còn nhiệm vụ nào chưa có kết quả.
reminder-prep-tasks = { $count } nhiệm vụ chưa có kết quả:
reminder-prep-task = { $what }, đ/c { $assignee }
reminder-prep-task-nobody = { $what }
reminder-prep-due = hạn { $due }
reminder-prep-more = … và { $count } việc nữa: /nhiemvu

command-lich = Lịch sinh hoạt, hoãn
schedule-head = Lịch sinh hoạt, { $unit }
schedule-line = Tháng { $period }: { $day } · { $state }
schedule-no-day = chưa báo ngày
schedule-any-day = ngày bất kỳ trong tháng
schedule-state-met = đã họp { $day }
schedule-state-paper = đã nộp bản giấy
schedule-state-said_held = đã họp, chưa ghi
schedule-state-postponed = hoãn từ { $from }, lý do: { $reason }
schedule-state-postponed-new = hoãn, lý do: { $reason }
schedule-state-open = chưa ghi
schedule-state-ahead = chưa đến ngày
schedule-state-missed = chưa họp
schedule-state-excused = được miễn
schedule-do-lui = Hoãn tháng { $period }
schedule-do-back = Bỏ hoãn tháng { $period }
schedule-do-day = Báo ngày tháng { $period }
schedule-do-now = Ghi tháng { $period }
schedule-which-day = { $unit } sinh hoạt tháng { $period } vào ngày nào? Đồng chí bấm ngày, hoặc nhắn, ví dụ: /lich { $example }
schedule-day-told = Đã ghi: { $unit } sinh hoạt tháng { $period } vào { $day }. Hệ thống nhắc theo ngày này.
schedule-day-not-read = Chưa rõ ngày. Đồng chí nhắn số ngày, ví dụ: /lich 12
schedule-fixed-day = { $unit } đã có ngày sinh hoạt tháng { $period }: { $day }. Nếu lùi, mời đồng chí bấm Hoãn.
schedule-withdrawn = Đã bỏ hoãn: { $unit } sinh hoạt tháng { $period } vào { $day }. Cấp trên được báo.
schedule-withdrawn-no-day = Đã bỏ hoãn kỳ sinh hoạt tháng { $period } của { $unit }. Cấp trên được báo.
schedule-which-cell = Xem lịch của chi bộ nào?
