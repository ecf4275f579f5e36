extension KoreanTexts {
    /// Forecasts and placements.
    static let forecasts = #"""
        all at once
            한꺼번에
        %@ at a time
            %@개씩
        delay %@
            지연 %@
        monitor %@
            감시 %@
        on failure %@
            실패하면 %@
        up to %@ % may fail
            %@%까지 실패 허용
        at most %@ attempts
            최대 %@번
        in %@
            %@ 동안
        every %@
            %@마다
        timeout %@
            제한 %@
        start period %@
            시작 유예 %@
        READY
            준비
        CPU/MEM
            =
        PLUGINS
            플러그인
        CONSTR
            제약
        PLATFORM
            플랫폼
        MAX
            최대
        FILTERS
            필터
        OWN
            자기
        ALL
            전체
        FAIL
            실패
        Forecast: working it out …
            예측: 계산 중 …
        Forecast
            예측
        Forecast, if it is done now
            예측, 지금 실행한다면
        Forecast, if skep begins now
            예측, skep이 지금 시작한다면
        Estimate, from what is known of this cluster
            추정, 이 클러스터에 관해 아는 것으로
        · working it out anew …
            · 다시 계산 중 …
        Question
            질문
        What if
            가정
        Command
            명령
        Answer
            답
        Outcome
            결과
        Services
            서비스
        Tasks
            태스크
        exact: a copy of this cluster was run ahead; holds if nothing else comes between
            정확: 이 클러스터의 사본을 미리 실행했습니다; 그 사이 다른 일이 없으면 맞습니다
        an estimate: Swarm's rules over what is known here, with start-up times as observed
            추정: 여기서 아는 것에 스웜의 규칙을, 시작 시간은 관찰한 대로
        a rehearsal: skep's own steps, one after the other, on a copy of this cluster
            예행: skep의 단계들을 하나씩, 이 클러스터의 사본에서
        No forecast: no task and no manager moves by this.
            예측 없음: 이것으로 옮겨 가는 태스크나 매니저가 없습니다.
        No forecast: the cluster is then as it was at that moment.
            예측 없음: 클러스터는 그때 그 순간의 모습이 됩니다.
        No forecast: what was written is not understood.
            예측 없음: 쓰인 것을 이해할 수 없습니다.
        nothing is done by a plan; enter on it shows the forecast
            계획은 아무것도 하지 않습니다; 그 위에서 enter를 누르면 예측이 보입니다
        edit itself shows a forecast before anything is sent
            edit는 무엇을 보내기 전에 스스로 예측을 보여 줍니다
        ✗ it stops and asks: %@
            ✗ 멈추고 묻습니다: %@
        ▲ no leader any more: nothing can be changed, and nothing is replaced
            ▲ 이제 리더 없음: 아무것도 바꿀 수 없고 교체되지도 않음
        ✗ the cluster refuses: %@
            ✗ 클러스터가 거부합니다: %@
        No task moves.
            옮겨 가는 태스크가 없습니다.
        … and %@ more, %@ of them running in the end
            … 그 밖에 %@개, 그중 %@개는 결국 실행됨
        stops, not replaced
            멈추고 교체되지 않음
        completes
            완료됨
        ✗ waits:
            ✗ 대기:
        on its way: %@
            진행 중: %@
        ✗ fails again and again:
            ✗ 거듭 실패:
        new on %@
            새로 %@에
        replaced on %@
            %@에서 교체
        … and %@
            … 그 밖에 %@
        %@ running
            %@개 실행
        → none
            → 없음
        → at least %@
            → 최소 %@
        for %@
            (%@ 동안)
        · update
            · 업데이트
        %@, as before
            %@, 전과 같음
        ▲ no leader for %@: nothing can be changed
            ▲ %@ 동안 리더 없음: 아무것도 바꿀 수 없음
        %@ of %@, %@
            %2$@ 중 %1$@, %3$@
        ▲ looked ahead %@ only: it is much work
            ▲ %@까지만 내다봄: 계산이 많음
        ▲ nothing more happens after %@, though not all is at rest
            ▲ 모두 안정되지는 않았는데 %@ 뒤로 아무 일도 일어나지 않음
        ▲ nothing more happens after %@, but updates do not end: %@
            ▲ %@ 뒤로 아무 일도 일어나지 않지만 끝나지 않는 업데이트가 있음: %@
        ▲ not at rest after %@
            ▲ %@ 뒤에도 안정되지 않음
        all at rest after %@
            %@ 뒤 모두 안정
        after %@
            %@ 뒤
        goes on
            계속됨
        pauses on a failure
            실패로 멈춤
        rolls back
            롤백됨
        rolls back and pauses
            롤백하다 멈춤
        is rolled back
            롤백됨
        asking the scheduler …
            스케줄러에 묻는 중 …
        Refused
            거부됨
        One task on each node
            노드마다 태스크 하나
        every node takes one
            모든 노드가 받습니다
        %@ of %@ nodes take one: the others' first reasons are below
            노드 %2$@개 중 %1$@개가 받습니다: 나머지의 첫 이유는 아래에
        a global service has a task on each node that passes
            글로벌 서비스는 통과하는 노드마다 태스크가 하나씩 있습니다
        The next replica
            다음 레플리카
        Service
            서비스
        Task
            태스크
        it is gone
            사라졌습니다
        %@, wanted %@
            %@, 원하는 상태 %@
        Node
            노드
        Error
            오류
        Constraints
            제약 조건
        Spread over
            고르게 나눌 기준
        Verdict
            판정
        Nodes, an estimate
            노드, 추정
        it is new still: no node is looked for until its networks have given it addresses
            아직 new입니다: 네트워크가 주소를 줄 때까지 노드를 찾지 않습니다
        %@: %@ of %@ addresses are in use
            %@: 주소 %3$@개 중 %2$@개 사용 중
        ▲ the managers have no quorum: nothing is placed until it is back
            ▲ 매니저 쿼럼이 없습니다: 돌아올 때까지 아무것도 배치되지 않습니다
        no node takes it: each one's first reason is below
            받는 노드가 없습니다: 각 노드의 첫 이유는 아래에
        %@ would take it: %@
            %@{이} 받을 것입니다: %@
        its node is not known any more
            그 노드를 더는 알 수 없습니다
        its node would not take it again
            그 노드는 다시 받지 않을 것입니다
        here: %@
            여기: %@
        %@ would be chosen today: %@
            오늘이라면 %@{이} 선택됩니다: %@
        filters: ready, CPU and memory, plugins, constraints, platform, ports, max
            필터: ready, CPU와 메모리, 플러그인, 제약 조건, 플랫폼, 포트, 최대
        ✓ passes  ✗ refuses first  · not asked any more  → would be chosen
            ✓ 통과  ✗ 처음 거부  · 더 묻지 않음  → 선택될 곳
        ✓ passes  ✗ refuses first  · not asked any more  ● is here
            ✓ 통과  ✗ 처음 거부  · 더 묻지 않음  ● 있는 곳
        OWN tasks of this service there, ALL active ones, FAIL failures in five minutes;
            자기: 그곳의 이 서비스 태스크, 전체: 활성 태스크 전체, 실패: 5분간의 실패;
        ranked by failures from %@ on, then OWN, then ALL; as things stand now, this task left out
            순서는 실패(%@부터), 자기, 전체; 지금 기준, 이 태스크는 빼고
        first the branch with the fewest tasks of the service, then the node in it
            먼저 이 서비스의 태스크가 가장 적은 가지, 그다음 그 안의 노드
        an estimate: worked out here from what the managers list
            추정: 매니저의 목록으로 여기서 계산했습니다
        no other node takes it
            받는 다른 노드가 없습니다
        branch %@ has the fewest tasks of the service, %@
            가지 %@에 이 서비스의 태스크가 가장 적음, %@
        the service failed less often there
            그곳에서 서비스가 덜 실패함
        fewest tasks of the service, %@
            이 서비스의 태스크가 가장 적음, %@
        fewest tasks in all, %@, where the service has as many
            전체 태스크가 가장 적음, %@, 이 서비스의 수는 같음
        as good as the others: equals take turns
            다른 곳과 같음: 같으면 번갈아
        REASON
            이유
        """#
}
