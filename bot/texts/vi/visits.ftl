# Members of the committee above at cells' meetings.
visit-button = Dự sinh hoạt tháng { $month }
visit-head = <b>{ $unit } · sinh hoạt tháng { $month }</b>
visit-when = Thời gian: { $when }. Địa điểm: { $place }
visit-no-day = chưa có ngày
visit-content = Nội dung: sinh hoạt thường kỳ tháng { $month }; { $tasks } nhiệm vụ chưa có kết quả.
visit-in-minutes = Biên bản ghi đ/c { $name } về dự.
visit-not-in-minutes = Biên bản không ghi đảng ủy viên nào về dự.
visit-said-will = Đồng chí đã báo: sẽ dự.
visit-said-will_not = Đồng chí đã báo: không dự được.
visit-said-came = Đồng chí đã báo: có dự.
visit-said-did_not = Đồng chí đã báo: không dự.
visit-remark-said = Nhận xét: { $remark }
visit-kept = Đã ghi.
visit-do-will = Sẽ dự
visit-do-will_not = Không dự được
visit-do-came = Có dự
visit-do-did_not = Không dự
visit-do-remark = Ghi nhận xét
visit-do-minutes = Xem biên bản
visit-title = { $unit } · dự sinh hoạt tháng { $month }
visit-remark = Nhận xét của đồng chí về buổi sinh hoạt?
    .label = nhận xét
    .hint = Ví dụ: nền nếp tốt, cần thêm ý kiến phát biểu.
    .help = Nhận xét chỉ đảng ủy cấp trên xem được.
visit-told-came = Đ/c { $name } (đảng ủy viên theo dõi) báo có dự.
visit-told-did_not = Đ/c { $name } (đảng ủy viên theo dõi) báo không dự.
visit-told-remark = Nhận xét: { $remark }
visit-differs-not_in_minutes = ⚠ Biên bản không ghi đảng ủy viên nào về dự, khác với lời báo trên.
visit-differs-only_in_minutes = ⚠ Biên bản ghi đ/c { $name } về dự, khác với lời báo trên.
visit-will-notice = Đ/c { $who } (đảng ủy viên theo dõi) sẽ dự sinh hoạt tháng { $period } của { $unit }, { $day }.
visit-will-notice-no-day = Đ/c { $who } (đảng ủy viên theo dõi) sẽ dự sinh hoạt tháng { $period } của { $unit }.
visit-will-not-notice = Đ/c { $who } (đảng ủy viên theo dõi) không dự được sinh hoạt tháng { $period } của { $unit }, { $day }.
visit-will-not-notice-no-day = Đ/c { $who } (đảng ủy viên theo dõi) không dự được sinh hoạt tháng { $period } của { $unit }.
visit-asked-notice = { $unit } đã ghi sinh hoạt tháng { $period } ({ $day }). Biên bản ghi đ/c { $name } về dự. Đồng chí có dự không?
visit-asked-notice-nobody = { $unit } đã ghi sinh hoạt tháng { $period } ({ $day }). Biên bản không ghi đảng ủy viên nào về dự. Đồng chí có dự không?
visit-moved-notice = { $unit } lùi sinh hoạt tháng { $period } sang { $day }, lý do: { $reason }. Đồng chí dự được không?
visit-back-notice = { $unit } bỏ hoãn: sinh hoạt tháng { $period } vẫn vào { $day }. Đồng chí dự được không?
reminder-visit =
    { $unit } sinh hoạt thường kỳ tháng { $period }: { $when }, tại { $place }.
    { $tasks } nhiệm vụ chưa có kết quả. Đồng chí dự được không?
reminder-visit-moved = (Đã lùi, lý do: { $reason })
reminder-line-visit = { $unit }: sinh hoạt tháng { $period } vào { $when }
reminder-many-foot-visit = Nhắn số để báo dự hay không.
reminder-do-come = Sẽ dự
reminder-do-away = Không dự được
summary-visited = Đảng ủy viên về dự { $count }/{ $held }
summary-unvisited = { $count } chi bộ từ { $months } tháng chưa có ai về dự
summary-list-visited = Có đảng ủy viên về dự
summary-list-unvisited = Từ { $months } tháng chưa ai về dự
lines-visit-last = lần cuối { $day }
lines-visit-never = chưa ghi lần nào
rule-months_without_visit = Số tháng chưa ai về dự thì báo
follow-button = Phân công theo dõi
follow-cell-head = <b>{ $unit }: đảng ủy viên theo dõi</b>
    Nhấn tên để phân công hoặc thôi phân công, tính từ hôm nay.
follow-member = { $name } (theo dõi { $count } chi bộ)
follow-member-on = ✅ { $name } (theo dõi { $count } chi bộ)
follow-somebody-new = Mời đồng chí khác
follow-members-head = <b>{ $unit }: đảng ủy viên theo dõi chi bộ</b>
    Chọn một đồng chí để phân công.
follow-members-none = { $unit }: chưa có đảng ủy viên nào theo dõi chi bộ. Mời mở một chi bộ để mời người.
follow-cells-head = <b>Đ/c { $name } theo dõi { $count } chi bộ</b>
    Nhấn chi bộ để phân công hoặc thôi phân công, tính từ hôm nay.
follow-on = ✅ { $unit }
follow-off = { $unit }
follow-notice = Kính gửi đồng chí. Đồng chí được phân công theo dõi { $unit }. Trước mỗi kỳ sinh hoạt, hệ thống báo đồng chí thời gian và địa điểm.
