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
        Here that is skep attach to its engine, and then :unlock KEY.
            여기서는 그 엔진에 skep attach를 한 뒤 :unlock KEY입니다.
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
        a recording holds what was shown, not a cluster that could go on
            기록에는 보였던 것만 있고, 이어서 돌릴 클러스터는 없습니다
        only the present is looked ahead of: F8 goes there
            지금만 미리 볼 수 있습니다: F8로 돌아갑니다
        the scheduler knows the present only: F8 goes there
            스케줄러는 지금만 압니다: F8로 돌아갑니다
        only the skep that runs this cluster can do that to it
            이 클러스터를 돌리는 skep만 할 수 있습니다
        the clock is that of the skep that runs this cluster
            시계는 이 클러스터를 돌리는 skep의 것입니다
        SIMULATED (served)
            =
        Each replacement runs elsewhere before its task here stops, %@ at a time of a service.
            대체 태스크가 다른 곳에서 실행된 뒤에 여기의 태스크가 멈춥니다, 서비스마다 한 번에 %@개씩.
        The node is paused and each service's spec changed in turn, and put back.
            노드를 일시 중지하고 서비스의 스펙을 차례로 바꾸었다가 되돌립니다.
        none at this moment of the recording
            기록의 이 시점에는 없습니다
        no lines were recorded until now: those that a console showed are
            지금까지 기록된 줄이 없습니다: 콘솔에 보인 줄만 기록됩니다
        this tab's cluster is recorded in %@
            이 탭의 클러스터는 %@에 기록합니다
        this tab's cluster is not recorded: %@
            이 탭의 클러스터는 기록하지 않습니다: %@
        recorded no longer: %@
            더 기록하지 못함: %@
        the new node
            새 노드
        deployed stack
            배포된 스택
        Plan it again, from the files as they are now
            지금의 파일로 다시 계획
        plan again
            다시 계획
        it is still being carried out
            아직 실행하는 중입니다
        nothing would change
            바뀔 것이 없습니다
        Begin a swarm of %@
            %@의 스웜 시작
        %@ %@ is unchanged
            %@ %@: 변경 없음
        %@ %@ stays as it is, though the file differs: %@
            %@ %@: 파일과 다르지만 그대로 둠: %@
        %@ %@ stays as it is; what it holds cannot be compared
            %@ %@: 내용을 비교할 수 없어 그대로 둠
        %@ %@ is no longer in the file
            %@ %@: 파일에 더 이상 없음
        %@ %@ is no longer in the file, and stays
            %@ %@: 파일에 더 이상 없지만 남음
        %@ %@: %@ (its tasks run on)
            %@ %@: %@ (태스크는 계속 실행)
        %@ %@: %@ (tasks in wrong places move)
            %@ %@: %@ (자리가 맞지 않는 태스크는 옮겨 감)
        %@ %@: %@ (all its tasks are replaced, for: %@)
            %@ %@: %@ (모든 태스크 교체, 이유: %@)
        %@ %@: %@ (all its tasks are replaced)
            %@ %@: %@ (모든 태스크 교체)
        this is no recording: skep replay FILE
            기록이 아닙니다: skep replay FILE
        say when: 90s, 1:30, +10s, -1m, 50%, 12:03:05, start or end
            언제인지 쓰십시오: 90s, 1:30, +10s, -1m, 50%, 12:03:05, start 또는 end
        other clusters cannot be opened here
            여기서는 다른 클러스터를 열 수 없습니다
        """#
}
