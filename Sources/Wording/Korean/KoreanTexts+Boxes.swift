extension KoreanTexts {
    /// Boxes: what is asked, and what will happen.
    static let boxes = #"""
        %@ is gone
            %@{이} 사라졌습니다
        object
            대상
        ✗ left out, %@
            ✗ 제외: %@
        none of them can be done
            할 수 있는 것이 하나도 없습니다
        Change the spec of %@ %@
            %@ %@의 스펙 변경
        Send
            보내기
        Nothing was changed.
            바뀐 것이 없습니다.
        what was written is no JSON: %@
            작성한 내용이 JSON이 아닙니다: %@
        Tasks are replaced if their part of it changed.
            태스크에 관한 부분이 바뀌었으면 태스크를 교체합니다.
        an update is under way: it starts over with the new spec
            업데이트가 진행 중입니다: 새 스펙으로 처음부터 다시 합니다
        Hold the update of service %@
            서비스 %@의 업데이트 보류
        Hold
            보류
        it is held already
            이미 보류 중입니다
        no update of it is under way
            진행 중인 업데이트가 없습니다
        Slots at work are finished, one more is begun, and then it waits 30 days.
            작업 중인 슬롯은 마치고 하나를 더 시작한 뒤 30일 동안 기다립니다.
        resume %@ goes on, as fast as before.
            resume %@{이라}고 하면 전과 같은 속도로 계속합니다.
        the previous spec is overwritten: a rollback then goes to this one
            이전 스펙을 덮어씁니다: 이후의 롤백은 이 스펙으로 돌아갑니다
        Resume the update of service %@
            서비스 %@의 업데이트 계속
        Resume
            계속
        The update goes on: %@
            업데이트를 계속합니다: %@
        The text is too long to be compared line by line.
            글이 너무 길어 줄 단위로 비교할 수 없습니다.
        Power off %@
            %@ 전원 끄기
        Power on %@
            %@ 전원 켜기
        Isolate %@
            %@ 격리
        Cut %@ off %@
            %@{과} %@ 사이 끊기
        Trouble between %@ and %@
            %@{과} %@ 사이의 장애
        Reconnect %@
            %@ 다시 연결
        Mend the links between %@ and %@
            %@{과} %@ 사이의 링크 복구
        Heal all links
            모든 링크 복구
        Power off
            전원 끄기
        Power on
            전원 켜기
        Isolate
            격리
        Cut
            끊기
        Trouble
            장애
        Mend
            복구
        Heal
            모두 복구
        The machine loses its power: engine and containers are gone at once.
            머신의 전원이 꺼집니다: 엔진과 컨테이너가 바로 사라집니다.
        The machines lose their power: engine and containers are gone at once.
            머신들의 전원이 꺼집니다: 엔진과 컨테이너가 바로 사라집니다.
        task
            태스크
        %@ run there.
            그곳에서 %@{이} 실행 중입니다.
        The machine starts with an engine and no containers.
            머신이 엔진만 켠 채, 컨테이너 없이 시작합니다.
        The machines start with an engine and no containers.
            머신들이 엔진만 켠 채, 컨테이너 없이 시작합니다.
        It is cut off from all other machines; containers there run on.
            다른 모든 머신과 끊어지지만 그곳의 컨테이너는 계속 실행됩니다.
        They are cut off from all other machines; containers there run on.
            다른 모든 머신과 끊어지지만 그곳들의 컨테이너는 계속 실행됩니다.
        What was done to these links is taken back.
            이 링크들에 했던 일을 되돌립니다.
        %@: %@, no longer
            %@: %@ 해제
        reconnected: %@
            다시 연결: %@
        between
            양쪽
        and
            과
        Nothing passes between the two sides any more.
            이제 양쪽 사이로 아무것도 지나지 못합니다.
        , up to %@ more
            , 최대 %@ 더
        Each message takes %@ one way%@: %@ there and back.
            메시지는 한쪽으로 %@%@ 걸립니다: 왕복 %@.
        Managers wait 2 s for each other, agents 5 s for a manager.
            매니저끼리는 2초, 에이전트는 매니저를 5초 기다립니다.
        %@ of the packets are lost and sent again: calls are late.
            패킷의 %@{이} 유실되어 다시 보내집니다: 호출이 늦어집니다.
        From one half on, calls no longer get through.
            절반부터는 호출이 더 통하지 않습니다.
        quorum stays:
            쿼럼 유지:
        quorum now:
            현재 쿼럼:
        quorum then:
            이후 쿼럼:
        the quorum is lost: %@ of %@ managers are needed, %@ is left
            쿼럼을 잃습니다: 매니저 %2$@개 중 %1$@개가 필요한데 %3$@개만 남습니다
        the quorum is lost: %@ of %@ managers are needed, %@ are left
            쿼럼을 잃습니다: 매니저 %2$@개 중 %1$@개가 필요한데 %3$@개만 남습니다
        Until it is back nothing can be changed and no task is replaced.
            돌아올 때까지 아무것도 바꿀 수 없고 태스크도 교체되지 않습니다.
        What runs goes on running, and published ports go on answering.
            실행 중인 것은 계속 실행되고, 공개된 포트도 계속 응답합니다.
        %@ gives up leading within about 20 s.
            %@{은} 20초쯤 안에 리더를 그만둡니다.
        there is still no quorum: %@ managers must find each other
            여전히 쿼럼이 없습니다: 매니저 %@개가 서로 닿아야 합니다
        %@ of %@ remain
            %2$@개 중 %1$@개 남음
        The quorum is back: a leader is elected in 10-20 s.
            쿼럼이 돌아옵니다: 10-20초 안에 리더가 선출됩니다.
        %@ leads; %@, a new leader in 10-20 s
            %@{이} 리더입니다; %@, 10-20초 안에 새 리더
        Changes wait until then.
            그때까지 변경은 기다립니다.
        %@ may take itself for the leader a while longer, but can commit nothing.
            %@{은} 한동안 스스로 리더로 여길 수 있지만 아무것도 커밋하지 못합니다.
        The managers see it down after about 15 s and replace the tasks then.
            매니저는 15초쯤 뒤에 down으로 보고 그때 태스크를 교체합니다.
        The managers see them down after about 15 s and replace the tasks then.
            매니저는 15초쯤 뒤에 이들을 down으로 보고 그때 태스크를 교체합니다.
        %@ is seen down after about 15 s
            %@{은} 15초쯤 뒤에 down으로 보입니다
        %@ are seen down after about 15 s
            %@{은} 15초쯤 뒤에 모두 down으로 보입니다
        %@ there run on, and are started anew where they may.
            그곳의 %@{은} 계속 실행되고, 가능한 곳에서 새로 시작됩니다.
        Back within seconds: %@.
            몇 초 안에 돌아옴: %@.
        What was replaced meanwhile is one too many then, and is stopped.
            그동안 교체된 것은 하나가 남으므로 멈춥니다.
        No docker command does that: it is the plug.
            이 일을 하는 docker 명령은 없습니다: 플러그를 뽑는 것과 같습니다.
        Activate
            활성화
        Pause
            일시 중지
        Drain
            드레인
        %@ node %@
            노드 %2$@ %1$@
        New tasks may come here again.
            새 태스크가 다시 올 수 있습니다.
        Nothing moves back by itself: a force update spreads a service anew.
            저절로 돌아오는 것은 없습니다: 강제 업데이트가 서비스를 새로 고르게 배치합니다.
        Running tasks stay; no new ones come here (cordon).
            실행 중인 태스크는 남고 새 태스크는 오지 않습니다(cordon).
        Safe drain is skep's own: each replacement runs before its task stops.
            안전 드레인은 skep 고유의 기능입니다: 대체 태스크가 실행된 뒤에 기존 태스크를 멈춥니다.
        Promote node %@
            노드 %@ 승격
        Demote node %@
            노드 %@ 강등
        promote
            승격
        demote
            강등
        Promote
            승격
        Demote
            강등
        it is a %@ already
            이미 %@입니다
        It takes part in the managers' decisions; its tasks stay.
            매니저의 결정에 참여합니다; 태스크는 그대로입니다.
        It becomes a worker; its tasks stay.
            워커가 됩니다; 태스크는 그대로입니다.
        Remove node %@
            노드 %@ 제거
        it is a manager: demote it first (the engine refuses, even with --force)
            매니저입니다: 먼저 강등하십시오 (엔진은 --force로도 거부합니다)
        %@ here become orphaned; it is replaced elsewhere.
            이곳의 %@{은} orphaned가 되고 다른 곳에서 교체됩니다.
        %@ here become orphaned; they are replaced elsewhere.
            이곳의 %@{은} orphaned가 되고 다른 곳에서 교체됩니다.
        the node is ready: it is removed by force; drain it and let it leave first
            노드가 ready입니다: 강제로 제거합니다; 먼저 드레인하고 나가게 하십시오
        %@ on it cannot be reached any more
            이 노드의 %@에 더는 닿을 수 없습니다
        Labels of node %@
            노드 %@의 레이블
        Save
            저장
        labels (key=value …)
            레이블 (키=값 …)
        a label needs a key: key=value
            레이블에는 키가 필요합니다: 키=값
        No label is different.
            달라진 레이블이 없습니다.
        none
            없음
        constraints of %@ no longer hold: their tasks leave at once
            %@의 제약 조건이 더는 맞지 않습니다: 그 태스크가 바로 떠납니다
        Join a %@
            %@ 참가
        Join
            참가
        host name (empty: %@)
            호스트 이름 (비우면 %@)
        there is a node %@ already
            노드 %@{이} 이미 있습니다
        A simulated machine with 4 cores and 8 GiB joins as a %@.
            4코어 8GiB의 시뮬레이션 머신이 %@{으로} 참가합니다.
        It stands in zone %@.
            영역 %@에 있습니다.
        It stands in zone %@, the first one there.
            영역 %@에 있으며, 그곳의 첫 노드입니다.
        quorum
            쿼럼
        no node
            미배치
        Kill the container of %@
            %@의 컨테이너 강제 종료
        Kill
            강제 종료
        its state is %@: there is no running container
            상태가 %@입니다: 실행 중인 컨테이너가 없습니다
        The container on %@ ends at once, without a chance to finish.
            %@의 컨테이너가 마무리할 틈 없이 바로 끝납니다.
        restart condition is none: the slot stays empty
            재시작 조건이 none입니다: 슬롯이 빈 채로 남습니다
        Another task takes its place after the restart delay of %@.
            재시작 지연 %@ 뒤에 다른 태스크가 자리를 대신합니다.
        it is the only replica: the service is down until then
            유일한 레플리카입니다: 그때까지 서비스가 중단됩니다
        Remove %@ %@
            %@ %@ 제거
        it is in use by %@
            %@에서 사용 중입니다
        it is the routing mesh: published ports need it
            라우팅 메시입니다: 공개된 포트에 필요합니다
        (on %@)
            (%@)
        the data in it is lost for good
            안의 데이터를 영영 잃습니다
        No service refers to it.
            이것을 가리키는 서비스가 없습니다.
        Remove stack %@
            스택 %@ 제거
        %@ stop.
            %@{이} 멈춥니다.
        With them go %@.
            함께 사라짐: %@.
        Volumes stay.
            볼륨은 남습니다.
        there is no way back but to deploy it again
            다시 배포하는 것 말고는 되돌릴 길이 없습니다
        Rotate %@ %@ to %@
            %@ %@{을} %@{으로} 교체
        Rotate
            교체
        %@ is made of what is in %@ now.
            %@{은} 지금 %@에 있는 내용으로 만듭니다.
        %@ takes it at the same place; its tasks are replaced
            %@{이} 같은 자리에서 이것을 쓰며, 태스크가 교체됩니다
        No service uses %@.
            %@{을} 쓰는 서비스가 없습니다.
        %@ stays, to go back to: rm %@ %@.
            %@{은} 되돌아갈 수 있게 남습니다: rm %@ %@.
        there is a %@ %@ already
            %@ %@{이} 이미 있습니다
        Scale service %@
            서비스 %@ 스케일
        a %@ service has no number of replicas
            %@ 서비스에는 레플리카 수가 없습니다
        replicas
            레플리카
        a whole number from 0 on
            0 이상의 정수
        It has %@ already.
            이미 %@개입니다.
        %@ more
            %@개 추가
        %@ are stopped
            %@개 중지
        %@ → %@ replicas: %@
            레플리카 %@ → %@: %@
        """#
}
