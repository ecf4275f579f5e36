extension KoreanTexts {
    /// Tabs, recordings and labels.
    static let tabs = #"""
        Labels of service %@
            서비스 %@의 레이블
        They are the service's own, not its containers': no task is replaced.
            서비스 자신의 레이블이며 컨테이너의 것이 아닙니다: 교체되는 태스크가 없습니다.
        it is no part of stack %@ any more
            더는 스택 %@에 속하지 않습니다
        A manager that starts again stays out until %@; unlock-key shows it.
            다시 시작한 매니저는 %@ 전까지 들어오지 못합니다; unlock-key가 키를 보여 줍니다.
        add labels to a node or a service, or remove one with KEY-
            노드나 서비스에 레이블 추가, 또는 KEY-로 제거
        no node or service %@ found
            노드나 서비스 %@{을} 찾을 수 없습니다
        say which: label node %@, or label service %@
            어느 쪽인지 쓰십시오: label node %@ 또는 label service %@
        HELD
            보류
        resume goes on with it
            resume으로 계속
        nothing is known of it yet
            아직 아는 것이 없습니다
        no nodes
            노드가 없습니다
        Here that is skep attach to its engine, and then unlock KEY.
            여기서는 그 엔진에 skep attach를 한 뒤 unlock KEY입니다.
        Into the past, and back to now; plays recordings
            과거로, 다시 지금으로; 기록을 재생
        The next tab
            다음 탭
        The tab before
            이전 탭
        The tab of that number
            그 번호의 탭
        another place of a recording
            기록의 다른 곳으로
        another cluster in a tab of its own
            다른 클러스터를 새 탭에
        the tab of that number or name; the next one if none is named
            그 번호나 이름의 탭; 없으면 다음 탭
        two tabs side by side, or one alone again
            두 탭을 나란히, 또는 다시 하나만
        REPLAY %@%@ %@
            재생 %@%@ %@
        play
            재생
        typed
            입력
        no tab is called %@: there are %@
            %@{이라}는 탭이 없습니다: 있는 탭은 %@
        there is one tab: :attach HOST or CONTEXT opens another
            탭이 하나뿐입니다: :attach HOST 또는 CONTEXT로 새로 엽니다
        there is no tab %@
            탭 %@{이} 없습니다
        %@ in flight: again closes all the same
            %@ 진행 중: 다시 누르면 그래도 닫습니다
        side by side needs %@ columns, and there are %@
            나란히 보려면 %@열이 필요한데 %@열뿐입니다
        %@ in flight in other tabs: ^c again quits all the same
            다른 탭에서 %@ 진행 중: ^c를 다시 누르면 그래도 종료합니다
        ✗ lost %@
            ✗ 끊김 %@
        no answer yet
            아직 응답 없음
        ✗ NO QUORUM
            ✗ 쿼럼 없음
        ✗ no leader
            ✗ 리더 없음
        ▲ %@ not ready
            ▲ %@ ready 아님
        this is a recording
            기록입니다
        this is no recording: skep replay FILE
            기록이 아닙니다: skep replay FILE
        say when: 90s, 1:30, +10s, -1m, 50%, 12:03:05, start or end
            언제인지 쓰십시오: 90s, 1:30, +10s, -1m, 50%, 12:03:05, start 또는 end
        other clusters cannot be opened here
            여기서는 다른 클러스터를 열 수 없습니다
        """#
}
