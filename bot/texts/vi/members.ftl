# Members of a cell: the roster, standings, joining and leaving.
member-no-name = Chưa có tên đảng viên. Đề nghị đồng chí ghi họ và tên.
member-left = Đồng chí { $name } không còn trong danh sách.
member-not-left = Đồng chí { $name } đang có trong danh sách.
member-change-too-early = Đồng chí { $name } đã có thay đổi từ { $day }. Đề nghị chọn ngày từ đó trở đi.
