# Cells to be cared for.
care-button = Chi bộ cần quan tâm
care-head = <b>Chi bộ cần quan tâm · { $unit }: { $count }</b> ({ $page }/{ $pages })
care-none = Hiện không có chi bộ nào cần quan tâm.
care-line = { $number }. { $unit }: { $signs }. → { $step }
care-card = ⚠ { $signs }. → { $step }
care-late = { $count } tháng liền chưa đúng hạn
care-falling = dự họp { $months } tháng qua { $now }, trước đó { $before }
care-overdue = { $count } nhiệm vụ quá hạn
care-step-late = Gọi đồng chí bí thư, hỏi vướng mắc và thống nhất ngày sinh hoạt
care-step-falling = Đảng ủy viên theo dõi dự buổi tới, cùng chi ủy tìm nguyên nhân
care-step-overdue = Đề nghị chi bộ rà lại nhiệm vụ ở buổi tới: gia hạn, giao lại hoặc thôi
