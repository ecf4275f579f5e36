extension KoreanTexts {
    /// What is drawn around the data.
    static let screens = #"""
        Safe drain of node %@
            노드 %@의 안전 드레인
        State
            상태
        Left the node
            노드를 떠남
        Healthy elsewhere
            다른 곳에서 정상
        Tried again
            다시 시도함
        Services, one after the other
            서비스를 차례로
        none has to move
            옮길 것이 없음
        stop with the drain, not replaced: %@
            드레인과 함께 멈추고 교체되지 않음: %@
        pausing the node
            노드를 일시 중지하는 중
        moving its tasks, each replacement runs first
            태스크를 옮기는 중, 대체 태스크 먼저 실행
        ▲ held: some could not move; r tries again, D drains anyway, x gives up
            ▲ 멈춤: 일부를 옮기지 못함; r 다시 시도, D 그래도 드레인, x 포기
        draining what is left
            남은 것을 드레인하는 중
        putting everything back
            모두 되돌리는 중
        ▲ the node is not ready: what ran there is replaced as after a loss
            ▲ 노드가 준비되지 않음: 그곳에서 실행되던 것은 잃은 것처럼 교체됩니다
        ✓ the node is drained; what could not move was stopped
            ✓ 노드가 드레인됨; 옮기지 못한 것은 멈췄습니다
        it is over
            끝났습니다
        it is under way: nothing is held up
            진행 중: 막힌 것이 없습니다
        ✓ the node is drained
            ✓ 노드가 드레인되었습니다
        given up: specs and node are as they were, what has moved stays
            그만둠: 스펙과 노드는 전과 같고, 옮겨 간 것은 그대로입니다
        the cluster went to another moment: begin it again
            클러스터가 다른 순간으로 갔습니다: 다시 시작하십시오
        ✗ %@
            ✗ %@
        a safe drain of %@ was left half done: safe-drain %@ takes it up
            %@의 안전 드레인이 끝나지 않았습니다: safe-drain %@{으로} 이어 갑니다
        %@ of %@
            %2$@ 중 %1$@
        %@ of %@ left, %@ healthy
            %2$@ 중 %1$@ 떠남, 정상 %3$@
        cannot move:
            옮길 수 없음:
        Swarm has no such drain: skep pauses the node and changes each service's spec in turn (a constraint against the node, start-first, %@ at a time), and puts the spec back when its tasks have moved.
            스웜에는 이런 드레인이 없습니다: skep이 노드를 일시 중지하고 서비스의 스펙을 차례로 바꾼 뒤(노드를 피하는 제약 조건, start-first, 한 번에 %@개씩), 태스크가 옮겨 가면 스펙을 되돌립니다.
        The spec before it, to which a rollback returns, is then the one with that constraint.
            이때 롤백이 돌아가는 이전 스펙은 그 제약 조건이 있는 스펙입니다.
        the node is gone
            노드가 사라졌습니다
        its networks give its replacement no address
            네트워크가 대체 태스크에 주소를 주지 않습니다
        its own update is paused
            서비스의 업데이트가 멈춰 있습니다
        its replacement failed:
            대체 태스크 실패:
        skep
            =
        SIMULATED
            =
        LIVE
            =
        survives no loss
            여분 없음
        losses
            =
        survives %@
            %@까지 견딤
        NO QUORUM
            쿼럼 없음
        %@ · %@ reachable
            %@ · 연결 %@
        leader
            리더
        no leader
            리더 없음
        %@/%@ ready
            %@/%@ ready
        %@/%@ running
            %@/%@ running
        STALE for %@: %@
            %@째 오래된 데이터: %@
        HELD at %@ · %@ unseen · %@ goes on
            %@에 고정 · 못 본 %@ · %@ 계속
        clock PAUSED at %@
            시계 %@에 멈춤
        clock
            시계
        READ-ONLY
            읽기 전용
        READ-ONLY: %@
            읽기 전용: %@
        rollout of %@
            롤아웃 · %@
        logs of %@
            로그 · %@
        nothing has happened yet
            아직 아무 일도 없었습니다
        of
            ·
        · version %@
            · 버전 %@
        Changed while you were reading:
            읽는 동안 바뀌었습니다:
        ✗ refused: %@
            ✗ 거부: %@
        type
            확인하려면
        to confirm:
            입력:
        [ Cancel ]
            [ 취소 ]
        enter, then enter again; esc cancels
            엔터, 다시 엔터; esc 취소
        enter does it; esc cancels
            엔터로 실행; esc 취소
        tab, then enter; esc cancels
            탭, 그다음 엔터; esc 취소
        esc cancels
            esc 취소
        what can be done here
            여기서 할 수 있는 일
        no line is kept by the filter; f changes it
            필터에 남는 줄이 없습니다; f로 바꿉니다
        no lines; 1 asks for all there is
            줄이 없습니다; 1은 전부 요청합니다
        no lines yet
            아직 줄이 없습니다
        line
            줄
        only %@
            고른 것 %@
        %@% looked through
            %@% 훑음
        · %@ dropped
            · %@줄 버림
        · HELD, %@ newer
            · 멈춤, 새 줄 %@
        · following
            · 따라가는 중
        · not following
            · 따라가지 않음
        · ended
            · 끝남
        · wrap
            · 줄 접기
        · JSON
            =
        · fields %@
            · 필드 %@
        match
            일치
        matches
            일치
        replica map
            레플리카 지도
        services × nodes
            서비스 × 노드
        a row a node
            한 행에 한 노드
        a glyph a node
            한 글자에 한 노드
        ● running
            =
        ◐ starting
            =
        ○ preparing
            =
        · pending
            =
        ◌ stopping
            =
        ✗ failed
            =
        hue = version
            색 = 버전
        ● all run
            ● 모두 실행
        ◐ some do not
            ◐ 일부 아님
        - not active
            - active 아님
        ✗ down
            =
        · empty
            · 비어 있음
        THE PAST: %@, %@ ago
            과거: %@, %@ 전
        step
            이동
        event
            이벤트
        branch
            분기
        now
            지금
        the service is gone
            서비스가 사라졌습니다
        (%@ tries)
            (%@번 시도)
        waits for its turn
            차례를 기다림
        no node: %@
            노드 없음: %@
        held for the restart delay
            재시작 지연 동안 대기
        held until the old one is down
            옛 태스크가 멈출 때까지 대기
        assigning
            배정 중
        preparing
            준비 중
        starting, not healthy yet
            시작 중, 아직 정상 아님
        in watch
            관찰 중
        in watch for %@ s more
            %@초 더 관찰
        kept, nothing to replace
            유지, 바꿀 것 없음
        stopped, to be replaced
            멈춤, 교체 예정
        done%@
            완료%@
        failed%@: %@
            실패%@: %@
        SLOT
            슬롯
        OLD
            옛것
        NEW
            새것
        NODE
            노드
        PROGRESS
            진행
        asgn
            배정
        prep
            준비
        watch
            관찰
        STATE
            상태
        %@ marked
            %@개 표시
        only in trouble
            문제 있는 것만
        %@ finished hidden
            끝난 %@개 숨김
        by %@
            %@ 순
        by %@ down
            %@ 역순
        loading …
            불러오는 중 …
        json of %@
            %@의 json
        join token of managers
            매니저 참가 토큰
        join token of workers
            워커 참가 토큰
        unlock key
            잠금 해제 키
        lookup of %@
            %@ 조회
        requests to %@
            %@에 보낸 요청
        safe drain of %@
            %@의 안전 드레인
        what if: %@
            가정: %@
        plan of stack %@
            스택 %@의 계획
        why %@
            %@의 이유
        next of %@
            %@의 다음 자리
        waiting for the cluster …
            클러스터를 기다리는 중 …
        %@: done
            %@: 완료
        it was changed by somebody else meanwhile
            그동안 다른 사람이 바꾸었습니다
        Safe drain of %@: %@
            %@의 안전 드레인: %@
        move %@
            %@ 옮기기
        restore %@
            %@ 되돌리기
        node %@ was lost before it was empty
            노드 %@{이} 비기 전에 사라졌습니다
        node %@ is drained; not moved before: %@
            노드 %@{이} 드레인되었습니다; 먼저 옮기지 못함: %@
        node %@ is drained, safely
            노드 %@{이} 안전하게 드레인되었습니다
        safe drain of %@ given up
            %@의 안전 드레인을 포기했습니다
        safe drain of %@: %@
            %@의 안전 드레인: %@
        this cluster cannot be looked ahead of
            이 클러스터는 미리 볼 수 없습니다
        whatif looks ahead of changes only, such as whatif drain NODE
            whatif는 whatif drain NODE 같은 변경만 미리 봅니다
        there is nothing to look ahead of: say how much, or what
            미리 볼 것이 없습니다: 얼마나, 또는 무엇을인지 쓰십시오
        pasted text goes to inputs only: press : or / first
            붙여 넣은 글은 입력란에만 들어갑니다: 먼저 : 또는 /를 누르십시오
        %@ in flight: ^c again quits all the same
            %@ 진행 중: ^c를 다시 누르면 그래도 종료합니다
        nothing was changed
            바뀐 것이 없습니다
        say which manager: unlock NODE KEY
            어느 매니저인지 쓰십시오: unlock NODE KEY
        """#
}
