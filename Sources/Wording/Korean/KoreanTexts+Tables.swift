extension KoreanTexts {
    /// Columns and empty tables.
    static let tables = #"""
        AGE
            나이
        ID
            =
        LABELS
            레이블
        NAME
            이름
        STATUS
            상태
        AVAILABILITY
            가용성
        MANAGER
            매니저
        TASKS
            태스크
        CPU
            =
        MEM
            메모리
        ZONE
            영역
        ADDRESS
            주소
        ENGINE
            엔진
        ROLE
            역할
        REACHABLE
            연결
        TERM
            텀
        COMMIT
            커밋
        APPLIED
            적용
        LOG
            로그
        REPLICAS
            레플리카
        MODE
            모드
        PORTS
            포트
        IMAGE
            이미지
        STACK
            스택
        SINCE
            경과
        DESIRED
            원하는 상태
        ERROR
            오류
        SERVICES
            서비스
        NETWORKS
            네트워크
        CONFIGS
            컨피그
        SECRETS
            비밀 값
        DRIVER
            드라이버
        SCOPE
            범위
        SUBNET
            서브넷
        OPTIONS
            옵션
        SIZE
            크기
        TAG
            태그
        STACKS
            스택
        DIGEST
            다이제스트
        Repository
            저장소
        Tag
            태그
        none; latest is meant
            없음; latest를 뜻함
        Digest
            다이제스트
        not pinned
            고정되지 않음
        %@ of %@ running
            %2$@ 중 %1$@ 실행
        Named by
            쓰는 서비스
        stack %@
            스택 %@
        no stack
            스택 없음
        Elsewhere
            다른 곳
        Which nodes have pulled it only their engines can say.
            어느 노드가 받아 두었는지는 그 엔진만 압니다.
        paused
            멈춤
        the filter is not in effect: %@
            필터가 적용되지 않았습니다: %@
        Columns to the left
            왼쪽 열로
        Columns to the right; the first one stays
            오른쪽 열로; 첫 열은 그대로
        %@ mark
            표시 %@개
        %@ went with the rows
            행과 함께 사라졌습니다: %@
        Copy the text
            글을 복사
        not in effect: %@
            적용되지 않음: %@
        left out: %@
            빠짐: %@
        a label has a name before its =
            레이블은 = 앞에 이름이 있어야 합니다
        the pattern is too long
            정규식이 너무 깁니다
        there is a ) too many
            )가 하나 많습니다
        a count in { } is at most 100
            { } 안의 횟수는 100까지입니다
        a ) is missing
            )가 없습니다
        a ] is missing
            ]가 없습니다
        nothing stands before %@
            %@ 앞에 아무것도 없습니다
        it ends with a single \
            \ 하나로 끝납니다
        only ASCII characters can stand in [ ]
            [ ] 안에는 ASCII 문자만 올 수 있습니다
        %@-%@ is not a range
            %@-%@{은} 범위가 아닙니다
        no volumes on the engine's own node; of the others' no engine tells
            엔진이 있는 노드에 볼륨이 없습니다; 다른 노드의 것은 엔진이 알려 주지 않습니다
        nothing matches, and ages are not looked at; esc takes the filter away
            맞는 것이 없습니다, 나이는 찾지 않습니다; esc로 필터를 지웁니다
        nothing matches; esc takes the filter away
            일치하는 것이 없습니다; esc로 필터를 지웁니다
        nothing alive is in trouble; %@ shows finished tasks
            살아 있는 것 가운데 문제 있는 것이 없습니다; %@{으로} 끝난 태스크를 봅니다
        nothing is in trouble; %@ shows all rows
            문제 있는 것이 없습니다; %@{으로} 모든 행을 봅니다
        all have finished; %@ shows them
            모두 끝났습니다; %@{으로} 봅니다
        no nodes; :join worker adds a simulated one
            노드가 없습니다; :join worker로 시뮬레이션 노드를 더합니다
        no services; :deploy FILE NAME makes a stack
            서비스가 없습니다; :deploy FILE NAME으로 스택을 만듭니다
        no service refers to it
            이것을 가리키는 서비스가 없습니다
        no tasks; services make them: :deploy FILE NAME
            태스크가 없습니다; 서비스가 만듭니다: :deploy FILE NAME
        no tasks
            태스크가 없습니다
        no stacks; :deploy FILE NAME makes one
            스택이 없습니다; :deploy FILE NAME으로 만듭니다
        no networks; :create network NAME makes one
            네트워크가 없습니다; :create network NAME으로 만듭니다
        no configs; :create config NAME FILE makes one
            컨피그가 없습니다; :create config NAME FILE로 만듭니다
        no secrets; :create secret NAME FILE makes one
            비밀 값이 없습니다; :create secret NAME FILE로 만듭니다
        no volumes; a service that mounts one makes it
            볼륨이 없습니다; 볼륨을 마운트하는 서비스가 만듭니다
        no images; services name them: :deploy FILE NAME
            이미지가 없습니다; 서비스가 이미지를 정합니다: :deploy FILE NAME
        """#
}
