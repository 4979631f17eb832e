"""What a reply takes up from a message: situation, failure, object, times, counts, amounts.

First version: written patterns (``frames/*.yaml``).  They extract wording for drafts; what the
message *is* (complaint, risk, hostility …) comes from the encoder alone.
"""
