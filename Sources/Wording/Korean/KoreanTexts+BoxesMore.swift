extension KoreanTexts {
    /// Boxes: what is asked, and what will happen.
    static let boxesMore = #"""
        no replica is left: the service answers nobody
            레플리카가 남지 않습니다: 서비스가 아무에게도 응답하지 않습니다
        at most %@ fit: %@ per node on %@ nodes
            최대 %@개까지 들어갑니다: 노드 %3$@개에 %2$@개씩
        Image of service %@
            서비스 %@의 이미지
        Update
            업데이트
        not an image reference
            이미지 이름이 아닙니다
        It has this image already; r replaces the tasks all the same.
            이미 이 이미지입니다; 그래도 태스크를 교체하려면 r.
        Environment of service %@
            서비스 %@의 환경 변수
        KEY=VALUE, or KEY- to remove
            키=값, 지우려면 키-
        It is so already.
            이미 그렇습니다.
        Force update of service %@
            서비스 %@ 강제 업데이트
        Every task is replaced, and placed anew; nothing else changes.
            모든 태스크를 교체하고 새로 배치합니다; 다른 것은 바뀌지 않습니다.
        The same spec is sent again: the update goes on with the slots that are left.
            같은 스펙을 다시 보냅니다: 남은 슬롯부터 업데이트를 계속합니다.
        the previous spec is overwritten: a rollback then goes to this spec
            이전 스펙을 덮어씁니다: 이후의 롤백은 이 스펙으로 돌아갑니다
        Roll back service %@
            서비스 %@ 롤백
        Roll back
            롤백
        no previous spec: it was never updated, or was rolled back automatically
            이전 스펙이 없습니다: 업데이트한 적이 없거나 자동으로 롤백되었습니다
        The previous spec is the same.
            이전 스펙이 지금과 같습니다.
        It returns to:
            되돌리는 내용:
        that spec is a safe drain's own: it keeps tasks off a node, and undoes nothing else
            그 스펙은 안전 드레인이 쓴 것입니다: 태스크를 한 노드에서 떼어 놓을 뿐, 다른 것은 되돌리지 않습니다
        One previous spec is kept: a second rollback goes forward again.
            이전 스펙은 하나만 보관합니다: 두 번째 롤백은 다시 앞으로 갑니다.
        Remove service %@
            서비스 %@ 제거
        %@ stop; the history goes too.
            %@{이} 멈추고 이력도 사라집니다.
        it belongs to stack %@, whose next deployment creates it again
            스택 %@에 속해 있어 다음 배포가 다시 만듭니다
        Networks, configs, secrets and volumes stay.
            네트워크, 컨피그, 비밀 값, 볼륨은 남습니다.
        there is no way back
            되돌릴 길이 없습니다
        all tasks stop before their successors run: the service is down meanwhile
            다음 태스크가 실행되기 전에 모두 멈춥니다: 그동안 서비스가 중단됩니다
        a paused update goes on with this
            멈춰 있던 업데이트가 이것으로 계속됩니다
        Rotate the %@ join token
            %@ 참가 토큰 교체
        Machines that join as a %@ need the new token from now on.
            이제부터 %@{으로} 참가하는 머신에는 새 토큰이 필요합니다.
        Those that have joined are not touched.
            이미 참가한 머신은 그대로입니다.
        Rotate the unlock key
            잠금 해제 키 교체
        Managers that start again need the new key; the old one is void.
            다시 시작하는 매니저에는 새 키가 필요합니다; 옛 키는 무효입니다.
        managers are not locked: lock on first
            매니저가 잠겨 있지 않습니다: 먼저 lock on
        Lock managers
            매니저 잠금
        Stop locking managers
            매니저 잠금 끄기
        Lock
            잠금
        Unlock
            잠금 해제
        A manager that starts again comes back by itself.
            다시 시작한 매니저는 저절로 돌아옵니다.
        Managers that run now are not touched.
            지금 실행 중인 매니저는 그대로입니다.
        managers are locked already
            매니저가 이미 잠겨 있습니다
        managers are not locked
            매니저가 잠겨 있지 않습니다
        Unlock manager %@
            매니저 %@ 잠금 해제
        With the right key it takes part in the managers' decisions again.
            올바른 키면 다시 매니저의 결정에 참여합니다.
        it is no manager
            매니저가 아닙니다
        Node %@ leaves the swarm
            노드 %@ 스웜에서 나가기
        Leave
            나가기
        Its containers stop; it stays in the list as down until it is removed.
            컨테이너가 멈춥니다; 제거할 때까지 목록에 down으로 남습니다.
        %@ there are replaced once it is seen down.
            그곳의 %@{은} down으로 보인 뒤 교체됩니다.
        It still counts as a member: demote it first, or remove it afterwards.
            여전히 구성원으로 셉니다: 먼저 강등하거나 나중에 제거하십시오.
        Go on with manager %@ alone
            매니저 %@ 하나로 계속
        Go on
            계속
        It forgets the other managers and leads a swarm of one, with all it knows.
            다른 매니저를 잊고, 아는 것을 모두 가진 채 혼자인 스웜을 이끕니다.
        a manager that was only away must not come back with its old state
            잠시 떠났던 매니저가 옛 상태로 돌아와서는 안 됩니다
        the managers have a quorum: nothing makes this necessary
            매니저 쿼럼이 있습니다: 이렇게 할 필요가 없습니다
        OK
            확인
        Branch at %@
            %@에서 분기
        Branch
            분기
        The cluster goes back to %@ and stands still there.
            클러스터가 %@{으로} 돌아가 멈춰 있습니다.
        To let it run: F9 shows the clock, and space starts it.
            다시 흐르게 하려면: F9로 시계를 열고 스페이스로 시작합니다.
        what happened since then, %@, is undone
            그 뒤에 일어난 %@ 동안의 일이 취소됩니다
        The journal as it is now is kept as a file beside the cluster's own.
            지금의 저널은 클러스터 옆에 파일로 보관됩니다.
        Both go when this cluster's console ends.
            이 클러스터의 콘솔이 끝나면 둘 다 사라집니다.
        what came after it is kept until this console ends, in %@
            그 뒤의 일은 이 콘솔이 끝날 때까지 보관됩니다: %@
        what came after it is kept in %@
            그 뒤의 일이 보관된 곳: %@
        Deploy stack %@
            스택 %@ 배포
        Deploy
            배포
        The plan behind this box is carried out, service by service.
            이 상자 뒤의 계획을 서비스별로 실행합니다.
        Safe drain
            안전 드레인
        """#
}
