extension KoreanTexts {
    /// Sentences about the cluster, and events.
    static let readings = #"""
        the last %@ of each task
            태스크마다 마지막 %@줄
        all there is
            전부
        the last minute
            지난 1분
        the last 5 minutes
            지난 5분
        the last 15 minutes
            지난 15분
        the last half hour
            지난 30분
        the last hour
            지난 1시간
        no times
            시각 없음
        local times
            현지 시각
        times in UTC
            UTC 시각
        ages
            경과 시간
        %@, %@ reachable, NO QUORUM
            %@, 연결 %@, 쿼럼 없음
        no loss
            손실 0개
        %@, %@ reachable, survives %@
            %@, 연결 %@, %@까지 견딤
        No tasks run here; nothing moves.
            여기서 실행 중인 태스크가 없습니다; 옮길 것이 없습니다.
        %@ moves: %@
            %@{이} 옮겨 갑니다: %@
        %@ move: %@
            %@{이} 옮겨 갑니다: %@
        interrupted, with one replica only: %@
            레플리카가 하나뿐이라 중단됨: %@
        Global tasks stop here and are not replaced: %@
            global 태스크는 여기서 멈추고 교체되지 않습니다: %@
        volume %@ stays behind: moved tasks start with an empty one
            볼륨 %@{은} 남습니다: 옮겨 간 태스크는 빈 볼륨으로 시작합니다
        Old tasks stop first: drain does not wait for their replacements.
            기존 태스크가 먼저 멈춥니다: 드레인은 대체 태스크를 기다리지 않습니다.
        It stays a %@ and keeps its vote: drain does not touch the quorum.
            %@ 자리와 투표권은 그대로입니다: 드레인은 쿼럼을 건드리지 않습니다.
        %@: no other node takes tasks, %@ will wait
            %@: 태스크를 받는 다른 노드가 없어 %@{이} 기다립니다
        its limit per node is reached
            노드당 한도에 닿음
        no other node meets %@
            %@{을} 만족하는 다른 노드가 없음
        %@: %@ cannot move, %@
            %@: %@{을} 옮길 수 없음, %@
        node %@ joined
            노드 %@ 참가
        node %@ removed
            노드 %@ 제거됨
        node %@ is %@%@
            노드 %@ %@%@
        node %@ availability %@
            노드 %@ 가용성 %@
        is a manager now
            이제 매니저
        is a worker now
            이제 워커
        node %@ %@
            노드 %@ %@
        node %@ leads the managers
            노드 %@{이} 매니저를 이끕니다
        manager %@ is %@
            매니저 %@ %@
        node %@ has other labels
            노드 %@의 레이블이 바뀜
        service %@ created
            서비스 %@ 생성됨
        service %@ removed
            서비스 %@ 제거됨
        and %@ more
            외 %@개
        run now
            실행 시작
        failed
            실패
        were rejected
            거부됨
        are complete
            완료
        were orphaned
            orphaned
        find no node
            노드를 찾지 못함
        %@: %@ tasks %@
            %@: 태스크 %@개 %@
        on %@
            (%@)
        %@ runs%@
            %@ 실행%@
        %@ runs%@ after %@ s
            %@ 실행%@, %@초 만에
        %@ failed%@%@
            %@ 실패%@%@
        %@ rejected%@%@
            %@ 거부됨%@%@
        %@ complete%@
            %@ 완료%@
        %@ orphaned%@
            %@ orphaned%@
        %@ waits for a node%@
            %@{이} 노드를 기다림%@
        via %@
            게이트웨이 %@
        enter
            엔터
        %@ opens what is selected
            %@{은} 선택한 것을 엽니다
        %@ goes back
            %@{은} 뒤로 갑니다
        %@ lists all keys of this screen
            %@{은} 이 화면의 모든 키를 보여 줍니다
        %@ takes commands; tab completes them
            %@ 뒤에 명령을 씁니다; 탭이 완성합니다
        %@ narrows a table
            %@{은} 표를 좁힙니다
        %@ lists what can be done here
            %@{은} 여기서 할 수 있는 일을 보여 줍니다
        hint: %@
            힌트: %@
        , %@ lost
            , 손실 %@
        , %@ twice
            , 중복 %@
        it is the last manager of the swarm
            스웜의 마지막 매니저입니다
        it would lose the quorum: %@ managers need %@ reachable, %@ would be
            쿼럼을 잃게 됩니다: 매니저 %@개 중 %@개가 닿아야 하는데 %@개뿐입니다
        it is the leader: another manager takes over first, for a few seconds
            리더입니다: 다른 매니저가 먼저 이어받습니다, 몇 초 동안
        the quorum is lost: until it is back, nothing can be changed or replaced
            쿼럼을 잃습니다: 돌아올 때까지 아무것도 바꾸거나 교체할 수 없습니다
        it is the leader: changes wait until the others have elected another
            리더입니다: 다른 리더를 선출할 때까지 변경은 기다립니다
        %@ · NO QUORUM
            %@ · 쿼럼 없음
        %@ · survives %@
            %@ · %@까지 견딤
        an even number of managers survives no more than %@ would
            짝수 매니저는 %@개일 때보다 더 견디지 못합니다
        after this, the loss of any one manager stops all changes
            이후에는 매니저를 하나만 잃어도 모든 변경이 멈춥니다
        AUTOMATIC ROLLBACK
            자동 롤백
        under way
            진행 중
        PAUSED
            멈춤
        complete
            완료
        nothing to do
            할 일 없음
        not begun
            시작 전
        %@/%@ new
            새 버전 %@/%@
        , %@ at work
            , 작업 중 %@
        , batch %@ of %@
            , 묶음 %@/%@
        all are new; Swarm waits for a task that was lost, until the next update
            모두 새것이지만, 스웜은 잃어버린 태스크를 다음 업데이트 때까지 기다립니다
        complete in %@ s if nothing fails
            실패가 없으면 %@초 뒤 완료
        about %@ left
            약 %@ 남음
        %@ failed
            %@개 실패
        %@ failed, none counts
            %@개 실패, 세지 않음
        roll back
            롤백
        %@ failed, %@ allowed, %@ makes it %@
            %@개 실패, %@개까지 허용, %@에 %@
        the first
            첫 번째
        the second
            두 번째
        the third
            세 번째
        the %@th
            %@번째
        %@ failed, back to
            %@ 실패, 되돌림
        port %@/%@ belongs to %@
            포트 %@/%@{은} %@의 것입니다
        the service was changed since: Swarm may not place it again; force an update
            그 뒤에 서비스가 바뀌었습니다: 스웜이 다시 배치하지 않을 수 있으니 강제 업데이트하십시오
        no task is left to update: Swarm leaves the state so until the next update
            업데이트할 태스크가 없습니다: 스웜은 다음 업데이트까지 상태를 그대로 둡니다
        %@ task
            태스크 %@개
        %@ node
            노드 %@개
        %@ service
            서비스 %@개
        %@ stack
            스택 %@개
        %@ network
            네트워크 %@개
        %@ config
            컨피그 %@개
        %@ secret
            비밀 값 %@개
        %@ volume
            볼륨 %@개
        %@ image
            이미지 %@개
        %@ object
            대상 %@개
        %@ manager
            매니저 %@개
        %@ loss
            손실 %@개
        %@ change
            변경 %@건
        %@ line
            %@줄
        %@ step
            %@단계
        %@ match
            일치 %@건
        %@ request
            요청 %@건
        %@ operation
            작업 %@건
        %@ more service
            서비스 %@개
        """#
}
